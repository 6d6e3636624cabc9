using Correlator.Query.Live;

namespace Correlator.Tests.Query.Live;

public sealed class LiveSubscriberTests
{
    [Fact]
    public async Task Take_AfterOffers_GivesAllInOrderAndThenWaits()
    {
        var subscriber = new LiveSubscriber<int>(1, 10);
        subscriber.Offer([1, 2]).ShouldBeTrue();
        subscriber.Offer([3]).ShouldBeTrue();

        var (rows, missed) = await subscriber.TakeAsync(CancellationToken.None);

        rows.ShouldBe([1, 2, 3]);
        missed.ShouldBeFalse();
        var waiting = subscriber.TakeAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        subscriber.Offer([4]);
        (await waiting).Rows.ShouldBe([4]);
    }

    [Fact]
    public async Task Offer_BeyondTheBound_IsMissedOnceAndGoesOn()
    {
        var subscriber = new LiveSubscriber<int>(1, 2);
        subscriber.Offer([1, 2]).ShouldBeTrue();

        subscriber.Offer([3]).ShouldBeFalse();
        subscriber.Offer([4]).ShouldBeFalse();

        var (rows, missed) = await subscriber.TakeAsync(CancellationToken.None);
        rows.ShouldBeEmpty();
        missed.ShouldBeTrue();
        subscriber.Offer([5]).ShouldBeTrue();
        (await subscriber.TakeAsync(CancellationToken.None)).Rows.ShouldBe([5]);
    }

    [Fact]
    public async Task Take_Cancelled_LosesNothing()
    {
        var subscriber = new LiveSubscriber<int>(1, 2);
        using var gone = new CancellationTokenSource();
        var waiting = subscriber.TakeAsync(gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        subscriber.Offer([1]);

        (await subscriber.TakeAsync(CancellationToken.None)).Rows.ShouldBe([1]);
    }
}
