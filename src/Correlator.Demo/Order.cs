using System.Text.Json;

namespace Correlator.Demo;

/// <summary>What travels through the queues. Some of its values are what the troubles trip over.</summary>
internal sealed record Order
{
    public required string OrderId { get; init; }

    /// <summary>Made once, by the shop, and handed on by every function: the one thing that survives a lost trace context.</summary>
    public required string CorrelationId { get; init; }
    public decimal Amount { get; init; } = 42.50m;
    public string Card { get; init; } = "4242";
    public string Article { get; init; } = "kettle";
    public string PostalCode { get; init; } = "10115";
    public int Parcels { get; init; } = 1;
    public bool WantsPaperInvoice { get; init; }

    public static Order Read(string json) => JsonSerializer.Deserialize<Order>(json) ?? throw new JsonException("An order is missing.");

    public string Write() => JsonSerializer.Serialize(this);
}
