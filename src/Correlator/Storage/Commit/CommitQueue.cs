using System.Threading.Channels;
using Correlator.Telemetry.Batches;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>
/// Group commit. Requests that arrive together share a transaction: a full group or <see cref="StorageOptions.GroupDelay"/>, whichever comes
/// first. A caller hears <see cref="CommitOutcome.Stored"/> only after the commit is on disk. The intake is bounded in requests and bytes; what
/// comes beyond is refused at once with <see cref="CommitOutcome.Full"/>.
/// </summary>
internal sealed class CommitQueue(
    CommitWriter writer, DatabaseHealth health, CommitSignal signal, StorageMetrics metrics, IOptions<StorageOptions> options, TimeProvider time, ILogger<CommitQueue> logger)
    : BackgroundService
{
    private readonly Channel<PendingRequest> _intake = Channel.CreateBounded<PendingRequest>(options.Value.MaxWaitingRequests);
    private long _waitingBytes;
    private int _busyLanes;

    /// <summary>Every lane has a group in hand: background work gives way.</summary>
    public bool IsBusy => Volatile.Read(ref _busyLanes) >= options.Value.Lanes;

    /// <summary>Takes the batch over, whatever the outcome. A caller who stops waiting does not stop the commit: others share it.</summary>
    public async ValueTask<CommitOutcome> CommitAsync(TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var request = new PendingRequest(batch);
        var bytes = batch.BodyLength;
        if (health.IsAway)
        {
            // The on-disk journal for database outages takes the request here.
            request.Complete(CommitOutcome.DatabaseAway);
            return CommitOutcome.DatabaseAway;
        }

        if (Interlocked.Add(ref _waitingBytes, bytes) > options.Value.MaxWaitingBytes || !_intake.Writer.TryWrite(request))
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
            request.Complete(CommitOutcome.Full);
            return CommitOutcome.Full;
        }

        try
        {
            return await request.Outcome.WaitAsync(cancellationToken);
        }
        finally
        {
            // A caller that left still has its bytes here until the group is done; they are given back a little early.
            Interlocked.Add(ref _waitingBytes, -bytes);
        }
    }

    /// <summary>Closes the intake and commits what was accepted before it returns, within the host's shutdown time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _intake.Writer.TryComplete();
        if (ExecuteTask is not null)
        {
            await ExecuteTask.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Lanes end when the intake is closed and empty, not by the token: what was accepted is committed first.
        return Task.WhenAll(Enumerable.Range(0, options.Value.Lanes).Select(_ => Task.Run(() => RunLaneAsync(CancellationToken.None), CancellationToken.None)));
    }

    private async Task RunLaneAsync(CancellationToken cancellationToken)
    {
        using var lane = writer.OpenLane();
        var group = new List<PendingRequest>();
        while (await _intake.Reader.WaitToReadAsync(cancellationToken))
        {
            await GatherAsync(group, cancellationToken);
            Interlocked.Increment(ref _busyLanes);
            foreach (var tenant in group.GroupBy(request => request.Batch.TenantId).ToArray())
            {
                await CommitGroupAsync(lane, [.. tenant], cancellationToken);
            }

            Interlocked.Decrement(ref _busyLanes);
            group.Clear();
        }
    }

    private async Task GatherAsync(List<PendingRequest> group, CancellationToken cancellationToken)
    {
        var records = 0;
        var started = time.GetTimestamp();
        while (records < options.Value.GroupRecords)
        {
            if (_intake.Reader.TryRead(out var request))
            {
                group.Add(request);
                records += request.Batch.RecordCount;
                continue;
            }

            var left = options.Value.GroupDelay - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _intake.Reader.Completion.IsCompleted)
            {
                return;
            }

            using var patience = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                if (!await _intake.Reader.WaitToReadAsync(either.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task CommitGroupAsync(CommitLane lane, IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var duplicates = await lane.WriteAsync(group, cancellationToken);
            var records = 0;
            foreach (var request in group)
            {
                var isDuplicate = duplicates.Contains(request);
                records += isDuplicate ? 0 : request.Batch.RecordCount;
                request.Complete(isDuplicate ? CommitOutcome.Duplicate : CommitOutcome.Stored);
                if (isDuplicate)
                {
                    metrics.Duplicate();
                }
            }

            metrics.Committed(records, time.GetElapsedTime(started).TotalSeconds);
            signal.Set();
        }
        catch (Exception exception) when (DatabaseHealth.IsConnectionLoss(exception))
        {
            // Whether the commit happened is unknown; the sender comes again and the ledger tells.
            health.ReportAway(exception);
            foreach (var request in group)
            {
                request.Complete(CommitOutcome.DatabaseAway);
            }
        }
        catch (PostgresException exception) when (group.Count > 1)
        {
            // One request's data spoils the transaction of all: each gets its own.
            logger.GroupSplit(group.Count, exception);
            foreach (var request in group)
            {
                await CommitGroupAsync(lane, [request], cancellationToken);
            }
        }
        catch (Exception exception)
        {
            logger.RequestRefused(group.Sum(request => request.Batch.RecordCount), exception);
            foreach (var request in group)
            {
                metrics.Refused(request.Batch.RecordCount);
                request.Complete(CommitOutcome.Refused);
            }
        }
    }
}
