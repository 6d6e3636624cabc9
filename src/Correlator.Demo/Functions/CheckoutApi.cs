using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>POST /orders: where every journey begins.</summary>
internal sealed partial class CheckoutApi : Function
{
    public override string Name => "checkout-api";

    public override TimeSpan Init => TimeSpan.FromMilliseconds(480);

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var order = invocation.Order;
        using (invocation.StartCall("INSERT orders", ("db.system.name", "postgresql"), ("db.collection.name", "orders")))
        {
            await invocation.WorkAsync(8, cancellationToken);
        }

        Accepted(invocation.Log, order.OrderId, order.Amount);
        await invocation.SendAsync(OrderQueues.Payments, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Accepted {OrderId} over {Amount} EUR")]
    private static partial void Accepted(ILogger logger, string orderId, decimal amount);
}
