namespace Correlator.Demo.Troubles;

/// <summary>The old way of mailing a paper invoice drops the trace context: the mail is a second trace, and only the correlation id joins it.</summary>
internal sealed class LostContext : Trouble
{
    public override string Name => "a lost trace context";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var order = await shop.SendAsync(shop.NewOrder() with { WantsPaperInvoice = true }, cancellationToken);
        return [new SentOrder(order.OrderId, "a lost trace context: two traces, joined by the correlation id") { Traces = 2 }];
    }
}
