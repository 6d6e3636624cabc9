using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Takes what was given up out of the dead-letter queues, and parks it for a person to look at.</summary>
internal sealed partial class DeadLetterWatcher : Function
{
    public override string Name => "dead-letter-watcher";

    public override IReadOnlyList<string> Triggers { get; } = [.. OrderQueues.All.Select(queue => queue.DeadLetterQueue)];

    public override int Concurrency => 1;

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using (invocation.StartCall("INSERT parked_orders", ("db.system.name", "postgresql"), ("db.collection.name", "parked_orders")))
        {
            await invocation.WorkAsync(9, cancellationToken);
        }

        Parked(invocation.Log, invocation.Order.OrderId, invocation.Queue);
    }

    [LoggerMessage(LogLevel.Warning, "Parked {OrderId}, which ended in {Queue}")]
    private static partial void Parked(ILogger logger, string orderId, string queue);
}
