using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Books the carrier, a parcel at a time; then the customer is to be told, and billed.</summary>
internal sealed partial class Shipping : Function
{
    public const string UnreadablePostalCode = "1O115";

    public override string Name => "shipping";

    public override IReadOnlyList<string> Triggers => [OrderQueues.Shipments];

    /// <summary>The carrier allows one booking at a time.</summary>
    public override int Concurrency => 1;

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var order = invocation.Order;
        if (!int.TryParse(order.PostalCode, out _))
        {
            throw new FormatException($"The postal code {order.PostalCode} is not a number.");
        }

        using (var call = invocation.StartCall(
            "POST",
            ("http.request.method", "POST"),
            ("url.full", "https://carrier.example/bookings"),
            ("server.address", "carrier.example")))
        {
            await invocation.WorkAsync(40 * order.Parcels, cancellationToken);
            call?.SetTag("http.response.status_code", 200);
        }

        Booked(invocation.Log, order.Parcels, order.PostalCode);
        await invocation.SendAsync(OrderQueues.Invoices, cancellationToken);
        await invocation.SendAsync(OrderQueues.Mails, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Booked {Parcels} parcels to {PostalCode}")]
    private static partial void Booked(ILogger logger, int parcels, string postalCode);
}
