namespace Correlator.Demo.Troubles;

/// <summary>Right after a deployment many orders come at once: each needs an instance of its own, and all of them start cold.</summary>
internal sealed class ColdStartBurst : Trouble
{
    private const int Orders = 8;

    public override string Name => "a burst of cold starts";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        await shop.DeployAsync();
        var sent = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => shop.SendAsync(shop.NewOrder(), cancellationToken)));
        return [.. sent.Select(order => new SentOrder(order.OrderId, "one of eight at once, right after a deployment: cold starts all the way"))];
    }
}
