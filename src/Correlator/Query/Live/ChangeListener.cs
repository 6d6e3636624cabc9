using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Storage.Notices;
using Correlator.Telemetry;

namespace Correlator.Query.Live;

/// <summary>
/// Hears what any server of this database has committed, reads it once, and gives it to the feeds. Listens from the first subscription on. When it could
/// not listen for a while, all subscribers are told that they missed something.
/// </summary>
internal sealed class ChangeListener(
    ChangeNoticeStore notices,
    JourneyListStore journeys,
    JourneyFeed journeyFeed,
    FindingStore findings,
    FindingFeed findingFeed,
    LiveDemand demand,
    TimeProvider time,
    ILogger<ChangeListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await demand.RaisedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var notice in notices.ListenAsync(MissAll, stoppingToken))
                {
                    await PublishAsync(notice, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.ListeningInterrupted(exception);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private void MissAll()
    {
        journeyFeed.Miss();
        findingFeed.Miss();
    }

    private Task PublishAsync(ChangeNotice notice, CancellationToken cancellationToken) => notice.Kind switch
    {
        ChangeKind.Journeys => PublishAsync(notice, journeyFeed, ids => ChangesAsync(notice.TenantId, ids, cancellationToken)),
        ChangeKind.Findings => PublishAsync(notice, findingFeed, async ids => [.. (await findings.ReadAsync(notice.TenantId, ids, cancellationToken)).Values]),
        _ => Task.CompletedTask,
    };

    /// <summary>Journeys that are gone were joined to others: those have their first trace now.</summary>
    private async Task<IReadOnlyList<JourneyChange>> ChangesAsync(int tenantId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await journeys.ReadAsync(tenantId, ids, cancellationToken);
        Guid[] gone = [.. ids.Where(id => !found.ContainsKey(id))];
        var joined = gone.Length == 0
            ? new Dictionary<Guid, JourneySummary>(IdComparer.Instance)
            : await journeys.OfTracesAsync(tenantId, gone, cancellationToken);
        var formerly = joined.ToLookup(pair => pair.Value.JourneyId, pair => pair.Key);
        return [.. found.Values
            .Concat(joined.Values)
            .DistinctBy(journey => journey.JourneyId)
            .OrderBy(journey => journey.StartedAt)
            .Select(journey => new JourneyChange(journey, [.. formerly[journey.JourneyId]]))];
    }

    private static async Task PublishAsync<T>(ChangeNotice notice, LiveFeed<T> feed, Func<IReadOnlyList<Guid>, Task<IReadOnlyList<T>>> read)
    {
        if (!feed.HasSubscribers)
        {
            return;
        }

        if (notice.Ids.Count == 0)
        {
            feed.Miss(notice.TenantId);
            return;
        }

        feed.Publish(notice.TenantId, await read(notice.Ids));
    }
}
