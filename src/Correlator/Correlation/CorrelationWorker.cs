using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Correlates what is committed, in the order of batches. One server at a time: the one that holds the advisory lock, on a connection of its own that ends
/// with it; another takes over at its next try. Gives way to ingest when the intake fills.
/// </summary>
internal sealed class CorrelationWorker(
    NpgsqlDataSource database,
    LedgerStore ledger,
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

    /// <summary>Under a full intake correlation takes one part of the time in this many.</summary>
    private const int BusyShare = 4;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var election = await database.OpenConnectionAsync(stoppingToken);
                if (await IsElectedAsync(election, stoppingToken))
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

    private static async Task<bool> IsElectedAsync(NpgsqlConnection election, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({AdvisoryLocks.Correlation})", election);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task RunElectedAsync(NpgsqlConnection election, CancellationToken cancellationToken)
    {
        var swept = time.GetTimestamp();
        while (true)
        {
            // The lock lives as long as its connection: a connection that is gone ends the reign here, before anything is written.
            await using (var alive = new NpgsqlCommand("SELECT 1", election))
            {
                await alive.ExecuteScalarAsync(cancellationToken);
            }

            var pending = await ledger.PendingAsync(LocalTenant, options.Value.MaxBatches, cancellationToken);
            var started = time.GetTimestamp();
            if (pending.Count > 0)
            {
                await CorrelateAsync(pending, cancellationToken);
            }

            if (time.GetElapsedTime(swept) > SweepPeriod)
            {
                await SweepAsync(cancellationToken);
                swept = time.GetTimestamp();
            }

            if (pending.Count == 0)
            {
                await signal.WaitAsync(PollPeriod, cancellationToken);
            }
            else if (commits.IsBusy)
            {
                // Journeys may come a little later; an exporter that is not answered loses what it sent.
                await Task.Delay(time.GetElapsedTime(started) * (BusyShare - 1), time, cancellationToken);
            }
        }
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
                logger.BatchFailed(pending[0].BatchId, exception);
                await Task.Delay(RetryDelay, time, cancellationToken);
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
