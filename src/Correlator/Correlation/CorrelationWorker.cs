using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Facts;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;

namespace Correlator.Correlation;

/// <summary>
/// Correlates what is committed: of each tenant in the order of its batches, and of all tenants in turn, so that one that sends much does not keep the others
/// waiting. One server at a time: the one that holds the advisory lock, on a connection of its own that ends
/// with it; another takes over at its next try. Gives way to ingest when the intake fills.
/// </summary>
internal sealed class CorrelationWorker(
    ElectionStore elections,
    LedgerStore ledger,
    FactStore facts,
    JourneyStore journeys,
    PartitionStore partitions,
    CorrelationStep step,
    CommitSignal signal,
    CommitQueue commits,
    CorrelationMetrics metrics,
    IOptions<CorrelationOptions> options,
    TimeProvider time,
    ILogger<CorrelationWorker> logger) : BackgroundService
{
    /// <summary>
    /// While exports press in, correlation takes one part of the time in this many; when it lags too far behind, one in <see cref="LateShare"/>.
    /// </summary>
    private const int BusyShare = 10;
    private const int LateShare = 2;

    /// <summary>Records correlated together, about: three full commits of the default size, which bounds memory and how long one tenant's turn takes.</summary>
    private const int MaxRecords = 30_000;

    /// <summary>
    /// Under a press some commit is under way nearly always, and without one it may be at a glance: a glance that finds none counts as many as three that do,
    /// and three such glances more tell that there is no press.
    /// </summary>
    private const int CalmWeight = 3;
    private const int CalmEnough = 3 * CalmWeight;
    private static readonly TimeSpan GlancePeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FailedDelay = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Batches that could not be correlated, and since which timestamp, which no change of the clock moves. Forgotten by a restart, which tries them at once.
    /// </summary>
    private readonly Dictionary<long, long> _putOff = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var election = await elections.TryTakeAsync(AdvisoryLocks.Correlation, stoppingToken);
                if (election is not null)
                {
                    logger.Elected();
                    await RunElectedAsync(election, stoppingToken);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // A statement that the stop broke off says so in many ways.
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was, the batches are still pending: the next round takes them up again.
                logger.Interrupted(exception);
            }

            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private async Task RunElectedAsync(Election election, CancellationToken cancellationToken)
    {
        var swept = time.GetTimestamp();
        while (true)
        {
            await election.ConfirmAsync(cancellationToken);

            var started = time.GetTimestamp();
            DateTime? oldest = null;
            foreach (var tenant in await ledger.TenantsWaitingAsync(cancellationToken))
            {
                oldest = Earlier(oldest, await GuardAsync(tenant, TakeTurnAsync, cancellationToken));
            }

            if (time.GetElapsedTime(swept) > SweepPeriod)
            {
                await SweepAsync(cancellationToken);
                await partitions.AnalyzeFirstAsync(cancellationToken);
                swept = time.GetTimestamp();
            }

            if (oldest is null)
            {
                await signal.WaitAsync(PollPeriod, cancellationToken);
            }
            else
            {
                var isLate = time.GetUtcNow().UtcDateTime - oldest > options.Value.MaxLag / 2;
                await GiveWayAsync(time.GetElapsedTime(started) * ((isLate ? LateShare : BusyShare) - 1), cancellationToken);
            }
        }
    }

    /// <summary>
    /// Leaves the processors to exports while they press in. Journeys may come a little later, up to half the lag at which the server is not ready; an exporter
    /// that is not answered loses what it sent. Once exports press no more, the rest of the pause would be time lost.
    /// </summary>
    private async Task GiveWayAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var calm = commits.IsBusy ? 0 : CalmEnough;
        while (calm < CalmEnough && time.GetElapsedTime(started) < pause)
        {
            var left = pause - time.GetElapsedTime(started);
            await Task.Delay(left < GlancePeriod ? left : GlancePeriod, time, cancellationToken);
            calm = commits.IsBusy ? Math.Max(0, calm - 1) : calm + CalmWeight;
        }
    }

    /// <summary>
    /// As many batches of a tenant as one turn has, and meanwhile the facts of those that come next: what they add to these is resolved again with them.
    /// </summary>
    /// <returns>When the oldest of them was committed; null when there were none.</returns>
    private async Task<DateTime?> TakeTurnAsync(int tenant, CancellationToken cancellationToken)
    {
        var pending = await PendingAsync();
        if (pending.Count == 0 && await StoreNextAsync() > 0)
        {
            pending = await PendingAsync();
        }

        if (pending.Count == 0)
        {
            return null;
        }

        await Task.WhenAll(CorrelateAsync(tenant, pending, cancellationToken), StoreNextAsync());
        return pending[0].CommittedAt;

        Task<IReadOnlyList<PendingBatch>> PendingAsync() =>
            ledger.PendingAsync(tenant, options.Value.MaxBatches, MaxRecords, PutOff(), cancellationToken);

        Task<int> StoreNextAsync() => facts.StoreNextAsync(tenant, options.Value.MaxBatches, cancellationToken);
    }

    /// <summary>What fails for one tenant does not keep the others from their turn.</summary>
    private async Task<DateTime?> GuardAsync(int tenant, Func<int, CancellationToken, Task<DateTime?>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(tenant, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseHealth.IsConnectionLoss(exception))
        {
            logger.TenantFailed(tenant, exception);
            return null;
        }
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is null || other < one ? other ?? one : one;

    private long[] PutOff()
    {
        foreach (var (batch, since) in _putOff)
        {
            if (time.GetElapsedTime(since) >= FailedDelay)
            {
                _putOff.Remove(batch);
            }
        }

        return [.. _putOff.Keys];
    }

    private async Task CorrelateAsync(int tenant, IReadOnlyList<PendingBatch> pending, CancellationToken cancellationToken)
    {
        try
        {
            var written = await step.RunAsync(tenant, pending, cancellationToken);
            metrics.Correlated(pending.Count, written, (time.GetUtcNow().UtcDateTime - pending[0].CommittedAt).TotalSeconds);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseHealth.IsConnectionLoss(exception))
        {
            if (pending.Count == 1)
            {
                _putOff[pending[0].BatchId] = time.GetTimestamp();
                metrics.Failed();
                logger.BatchFailed(pending[0].BatchId, exception);
                return;
            }

            logger.ChunkFailed(pending.Count, exception);
            foreach (var batch in pending)
            {
                await CorrelateAsync(tenant, [batch], cancellationToken);
            }
        }
    }

    /// <summary>Journeys whose status the passing of time has changed.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in await journeys.TenantsDueAsync(time.GetUtcNow().UtcDateTime, cancellationToken))
        {
            await GuardAsync(tenant, SweepAsync, cancellationToken);
        }
    }

    private async Task<DateTime?> SweepAsync(int tenant, CancellationToken cancellationToken)
    {
        foreach (var due in await journeys.DueAsync(tenant, time.GetUtcNow().UtcDateTime, cancellationToken))
        {
            await step.RunDueAsync(tenant, due.Traces, due.StartedAt, due.EndedAt, cancellationToken);
        }

        return null;
    }
}
