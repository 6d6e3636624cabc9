using System.Diagnostics;
using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Charges the card at the payment provider, who has bad moments.</summary>
internal sealed partial class Payment : Function
{
    /// <summary>A card whose bank answers only at the fifth attempt.</summary>
    public const string CardOfABusyBank = "4000";

    private const int PatienceOfABusyBank = 5;

    public override string Name => "payment";

    public override IReadOnlyList<string> Triggers => [OrderQueues.Payments];

    public override int Concurrency => 4;

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var order = invocation.Order;
        using (var call = invocation.StartCall(
            "POST",
            ("http.request.method", "POST"),
            ("url.full", "https://payments.example/v1/charges"),
            ("server.address", "payments.example")))
        {
            await invocation.WorkAsync(35, cancellationToken);
            if (order.Card == CardOfABusyBank && invocation.DeliveryCount < PatienceOfABusyBank)
            {
                call?.SetTag("http.response.status_code", 503).SetTag("error.type", "503").SetStatus(ActivityStatusCode.Error);
                throw new HttpRequestException("The payment provider answered 503 Service Unavailable.");
            }

            call?.SetTag("http.response.status_code", 201);
        }

        Charged(invocation.Log, order.Amount, order.Card);
        await invocation.SendAsync(OrderQueues.Stock, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Charged {Amount} EUR to the card ending in {Card}")]
    private static partial void Charged(ILogger logger, decimal amount, string card);
}
