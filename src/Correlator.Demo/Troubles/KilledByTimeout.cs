using Correlator.Demo.Functions;

namespace Correlator.Demo.Troubles;

/// <summary>The inventory waits for a locked row until the platform kills it. Its span never arrives; only the next delivery's count tells of it.</summary>
internal sealed class KilledByTimeout : Trouble
{
    public override string Name => "a function killed by timeout";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var order = await shop.SendAsync(shop.NewOrder() with { Article = Inventory.LockedArticle }, cancellationToken);
        return [new SentOrder(order.OrderId, "a function killed by timeout: an attempt that left no span")];
    }
}
