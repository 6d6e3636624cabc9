using Correlator.Demo.Troubles;

namespace Correlator.Demo;

/// <summary>What the demo plays: every trouble once, or one after another without end.</summary>
internal sealed class Scenario(OrderSystem shop, TimeProvider clock)
{
    private static readonly TimeSpan BetweenOrders = TimeSpan.FromSeconds(3);
    private const int OrdersBetweenTroubles = 3;

    public static IReadOnlyList<Trouble> Troubles { get; } =
    [
        new ColdStartBurst(),
        new PoisonMessage(),
        new RetryStorm(),
        new KilledByTimeout(),
        new LostContext(),
        new SlowConsumer(),
    ];

    /// <summary>An order without trouble, then each trouble once; gives back what was sent.</summary>
    public async Task<IReadOnlyList<SentOrder>> PlayOnceAsync(CancellationToken cancellationToken)
    {
        var sent = new List<SentOrder>();
        foreach (var trouble in Troubles.Prepend(new AllIsWell()))
        {
            sent.AddRange(await trouble.SendAsync(shop, cancellationToken));
        }

        return sent;
    }

    /// <summary>Until cancelled: some orders without trouble, then the next trouble.</summary>
    public async Task PlayAsync(Action<Trouble, SentOrder> tell, CancellationToken cancellationToken)
    {
        for (var turn = 0; !cancellationToken.IsCancellationRequested; turn++)
        {
            for (var order = 0; order < OrdersBetweenTroubles; order++)
            {
                await shop.SendAsync(shop.NewOrder(), cancellationToken);
                await Task.Delay(BetweenOrders, clock, cancellationToken);
            }

            var trouble = Troubles[turn % Troubles.Count];
            var sent = await trouble.SendAsync(shop, cancellationToken);
            tell(trouble, sent[0]);
        }
    }
}
