using Correlator.Detection;

namespace Correlator.Query.Live;

/// <summary>Findings as they are opened, evaluated again, and closed.</summary>
internal sealed class FindingFeed(FindingStore findings, LiveDemand demand, QueryMetrics metrics, TimeProvider time) : LiveFeed<Finding>(demand, metrics, time)
{
    /// <summary>Read anew after a gap.</summary>
    private const int MaxAnew = 200;
    private static readonly TimeSpan LongestEvaluation = TimeSpan.FromMinutes(1);

    public IAsyncEnumerable<Finding> WatchAsync(int tenantId, CancellationToken cancellationToken) =>
        SubscribeAsync(tenantId, isFromNow: true, (since, token) => ChangedAsync(tenantId, since, token), cancellationToken);

    private async Task<IReadOnlyList<Finding>> ChangedAsync(int tenantId, DateTime since, CancellationToken cancellationToken)
    {
        var newest = await findings.RecentAsync(tenantId, MaxAnew, cancellationToken);
        return [.. newest.Where(finding => finding.UpdatedAt > since - LongestEvaluation).Reverse()];
    }
}
