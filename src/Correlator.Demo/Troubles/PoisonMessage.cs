using Correlator.Demo.Functions;

namespace Correlator.Demo.Troubles;

/// <summary>An order that shipping can never read. It is delivered until the queue gives it up; then the dead-letter watcher finds it.</summary>
internal sealed class PoisonMessage : Trouble
{
    public override string Name => "a poison message";

    public override async Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken)
    {
        var order = await shop.SendAsync(shop.NewOrder() with { PostalCode = Shipping.UnreadablePostalCode }, cancellationToken);
        return [new SentOrder(order.OrderId, "a poison message: three attempts, then the dead-letter queue") { Messages = 3 }];
    }
}
