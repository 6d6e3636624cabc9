using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;

namespace Correlator.Correlation;

/// <summary>
/// Correlates what is committed, in the order of batches. One server at a time: the one that holds the advisory lock, on a connection of its own that ends
/// with it; another takes over at its next try. Gives way to ingest when the intake fills.
/// </summary>
internal sealed class CorrelationWorker(
    ElectionStore elections,
    LedgerStore ledger,
    FactStore facts,
    JourneyStore journeys,
    CorrelationStep step,
    CommitSignal signal,
    CommitQueue commits,
    CorrelationMetrics metrics,
    IOptions<CorrelationOptions> options,
    TimeProvider time,
    ILogger<CorrelationWorker> logger) : BackgroundService
{
    private const int LocalTenant = 1;

    /// <summary>While exports press in, correlation takes one part of the time in this many; when it lags too far behind, one in <see cref="LateShare"/>.</summary>
    private const int BusyShare = 10;
    private const int LateShare = 2;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FailedDelay = TimeSpan.FromMinutes(1);

    /// <summary>Batches that could not be correlated, and when they are tried again. Forgotten by a restart, which tries them at once.</summary>
    private readonly Dictionary<long, DateTimeOffset> _putOff = [];

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
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
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
            await facts.StoreNextAsync(LocalTenant, options.Value.MaxBatches, cancellationToken);

            // So many more are read as are put off: however many those are, they keep no other from its turn.
            var waiting = await ledger.PendingAsync(LocalTenant, options.Value.MaxBatches + _putOff.Count, cancellationToken);
            var pending = Ready(waiting);
            if (pending.Length > 0)
            {
                await CorrelateAsync(pending, cancellationToken);
            }

            if (time.GetElapsedTime(swept) > SweepPeriod)
            {
                await SweepAsync(cancellationToken);
                swept = time.GetTimestamp();
            }

            if (pending.Length == 0)
            {
                await signal.WaitAsync(PollPeriod, cancellationToken);
            }
            else if (commits.IsBusy)
            {
                // Journeys may come a little later, up to half the lag at which the server is not ready; an exporter that is not answered loses what it sent.
                var isLate = time.GetUtcNow().UtcDateTime - pending[0].CommittedAt > options.Value.MaxLag / 2;
                await Task.Delay(time.GetElapsedTime(started) * ((isLate ? LateShare : BusyShare) - 1), time, cancellationToken);
            }
        }
    }

    private PendingBatch[] Ready(IReadOnlyList<PendingBatch> waiting)
    {
        var now = time.GetUtcNow();
        foreach (var (batch, until) in _putOff)
        {
            if (until <= now)
            {
                _putOff.Remove(batch);
            }
        }

        return [.. waiting.Where(batch => !_putOff.ContainsKey(batch.BatchId)).Take(options.Value.MaxBatches)];
    }

    private async Task CorrelateAsync(IReadOnlyList<PendingBatch> pending, CancellationToken cancellationToken)
    {
        try
        {
            var written = await step.RunAsync(LocalTenant, pending, cancellationToken);
            metrics.Correlated(pending.Count, written, (time.GetUtcNow().UtcDateTime - pending[0].CommittedAt).TotalSeconds);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseHealth.IsConnectionLoss(exception))
        {
            if (pending.Count == 1)
            {
                _putOff[pending[0].BatchId] = time.GetUtcNow() + FailedDelay;
                metrics.Failed();
                logger.BatchFailed(pending[0].BatchId, exception);
                return;
            }

            logger.ChunkFailed(pending.Count, exception);
            foreach (var batch in pending)
            {
                await CorrelateAsync([batch], cancellationToken);
            }
        }
    }

    /// <summary>Journeys whose status the passing of time has changed.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var due in await journeys.DueAsync(LocalTenant, time.GetUtcNow().UtcDateTime, cancellationToken))
        {
            await step.RunDueAsync(LocalTenant, due.Traces, due.StartedAt, due.EndedAt, cancellationToken);
        }
    }
}
