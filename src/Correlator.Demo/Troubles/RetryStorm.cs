using Correlator.Demo.Functions;

namespace Correlator.Demo.Troubles;

/// <summary>A bank is busy, and every charge is tried again and again: five attempts for each message of the queue.</summary>
internal sealed class RetryStorm : Trouble
{
    private const int Orders = 6;

    public override string Name => "a retry storm";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, Orders)
            .Select(_ => shop.SendAsync(shop.NewOrder() with { Card = Payment.CardOfABusyBank }, cancellationToken)));
        return [.. sent.Select(order => new SentOrder(order.OrderId, "part of a retry storm: the payment succeeds at the fifth attempt"))];
    }
}
