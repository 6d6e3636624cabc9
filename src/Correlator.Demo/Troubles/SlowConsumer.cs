namespace Correlator.Demo.Troubles;

/// <summary>Big orders that the carrier books slowly and one at a time: each waits longer in the queue than the one before.</summary>
internal sealed class SlowConsumer : Trouble
{
    private const int Orders = 4;
    private const int Parcels = 30;

    public override string Name => "a slow consumer";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => shop.SendAsync(shop.NewOrder() with { Parcels = Parcels }, cancellationToken)));
        return [.. sent.Select(order => new SentOrder(order.OrderId, "behind a slow consumer: look at the wait before shipping"))];
    }
}
