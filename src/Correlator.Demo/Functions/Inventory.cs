using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Reserves the article in the warehouse's database, where rows can be locked.</summary>
internal sealed partial class Inventory : Function
{
    /// <summary>An article whose row somebody holds locked for longer than the function may run.</summary>
    public const string LockedArticle = "locked-kettle";

    public override string Name => "inventory";

    public override IReadOnlyList<string> Triggers => [OrderQueues.Stock];

    public override TimeSpan Timeout => TimeSpan.FromSeconds(1.5);

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var order = invocation.Order;
        using (invocation.StartCall("SELECT stock", ("db.system.name", "postgresql"), ("db.collection.name", "stock")))
        {
            await invocation.WorkAsync(6, cancellationToken);
            Found(invocation.Log, order.Article);
        }

        using (invocation.StartCall("UPDATE stock", ("db.system.name", "postgresql"), ("db.collection.name", "stock")))
        {
            var isLocked = order.Article == LockedArticle && invocation.DeliveryCount == 1;
            await invocation.WorkAsync(isLocked ? 60_000 : 12, cancellationToken);
        }

        Reserved(invocation.Log, order.Article);
        await invocation.SendAsync(OrderQueues.Shipments, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Found one {Article}")]
    private static partial void Found(ILogger logger, string article);

    [LoggerMessage(LogLevel.Information, "Reserved one {Article}")]
    private static partial void Reserved(ILogger logger, string article);
}
