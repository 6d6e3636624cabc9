using System.Runtime.CompilerServices;
using Correlator.Correlation;
using Correlator.Storage.Paging;

namespace Correlator.Query.Live;

/// <summary>Journeys as they are resolved, anew or for the first time.</summary>
internal sealed class JourneyFeed(
    JourneyListStore journeys,
    LiveDemand demand,
    QueryMetrics metrics,
    TimeProvider time)
    : LiveFeed<JourneyChange>(demand, metrics, time)
{
    /// <summary>Read anew after a gap; who follows one journey reads that one.</summary>
    private const int MaxAnew = 100;

    /// <summary>From the beginning of a correlation step, whose time its journeys have, to its commit.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);

    /// <summary>The changes of all journeys.</summary>
    public async IAsyncEnumerable<JourneySummary> WatchAsync(int tenantId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in SubscribeAsync(tenantId, isFromNow: true, NewestAsync, cancellationToken))
        {
            yield return change.Journey;
        }

        async Task<IReadOnlyList<JourneyChange>> NewestAsync(DateTime since, CancellationToken token)
        {
            var newest = await journeys.PageAsync(tenantId, new JourneyFilter(), new PageWindow<TimePlace>(MaxAnew), token);
            return [.. newest.Items.Where(journey => journey.UpdatedAt > since - LongestStep).Reverse().Select(Change)];
        }
    }

    /// <summary>One journey as it is, and its changes. Joined to another one, it goes on under that one's id.</summary>
    public async IAsyncEnumerable<JourneySummary> FollowAsync(int tenantId, Guid journeyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = journeyId;
        DateTime? seen = null;
        await foreach (var change in SubscribeAsync(tenantId, isFromNow: false, CurrentAsync, cancellationToken))
        {
            if ((change.Journey.JourneyId == id || change.Formerly.Contains(id)) && !(change.Journey.UpdatedAt <= seen))
            {
                (id, seen) = (change.Journey.JourneyId, change.Journey.UpdatedAt);
                yield return change.Journey;
            }
        }

        // A journey's id is that of one of its traces, which is part of whatever became of the journey.
        async Task<IReadOnlyList<JourneyChange>> CurrentAsync(DateTime since, CancellationToken token) =>
            [.. (await journeys.OfTracesAsync(tenantId, [id], token)).Values.Select(journey => new JourneyChange(journey, [id]))];
    }

    private static JourneyChange Change(JourneySummary journey) => new(journey, []);
}
