namespace Correlator.Demo.Troubles;

/// <summary>No trouble: an order that passes all functions.</summary>
internal sealed class AllIsWell : Trouble
{
    public override string Name => "an order without trouble";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var order = await shop.SendAsync(shop.NewOrder(), cancellationToken);
        return [new SentOrder(order.OrderId, "an order without trouble: six functions, six messages, one journey")];
    }
}
