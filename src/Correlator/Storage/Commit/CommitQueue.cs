using System.Threading.Channels;
using Correlator.Storage.Journal;
using Correlator.Storage.Schema;
using Correlator.Telemetry.Batches;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Commit;

/// <summary>
/// Group commit. Requests that arrive during one commit share the next: a full group or what came within <see cref="StorageOptions.GroupDelay"/>
/// at most. A caller hears <see cref="CommitOutcome.Stored"/> only after the commit is on disk. The intake is bounded in requests and bytes; what
/// comes beyond is refused at once with <see cref="CommitOutcome.Full"/>. While the database is away, requests go to the journal, those too whose commit
/// broke off with an unknown end: the ledger tells when they are drained.
/// </summary>
internal sealed class CommitQueue(
    CommitWriter writer,
    DatabaseHealth health,
    RequestJournal journal,
    PartitionKeeper partitions,
    CommitSignal signal,
    StorageMetrics metrics,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<CommitQueue> logger)
    : BackgroundService
{
    /// <summary>Tries without a journal: at once, and after 0.1, 0.3, 0.7 and 1.5 s.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastPause = FirstPause * 8;

    private readonly Intake _intake = new(options.Value, time);
    private readonly WaitingRoom _room = new(options.Value.MaxWaitingRequests, options.Value.MaxWaitingBytes);
    private long _stored;

    /// <summary>A trouble was waited out in vain; until a commit succeeds, nobody is kept waiting for the end of it.</summary>
    private volatile bool _isLasting;

    /// <summary>Requests stored so far: whether anything at all gets into the database.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    /// <summary>Requests are being committed, or wait for it; where that is so at most times, background work gives way.</summary>
    public bool IsBusy => _intake.IsBusy;

    /// <summary>Takes the batch over, whatever the outcome. A caller who stops waiting does not stop the commit: others share it.</summary>
    public async ValueTask<CommitOutcome> CommitAsync(TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var request = new PendingRequest(batch);
        if (health.IsAway)
        {
            Defer(request);
            return await request.Outcome.WaitAsync(cancellationToken);
        }

        if (!_room.TryEnter(batch.TenantId, request.Bytes))
        {
            request.Complete(CommitOutcome.Full);
            return CommitOutcome.Full;
        }

        if (!_intake.TryAdd(request))
        {
            Finish(request, CommitOutcome.Full);
            return CommitOutcome.Full;
        }

        return await request.Outcome.WaitAsync(cancellationToken);
    }

    /// <summary>Commits a request from the journal; it waits for room instead of being refused. Takes the batch over, whatever the outcome.</summary>
    /// <param name="batch">The request.</param>
    /// <param name="isAlone">In a transaction of its own.</param>
    public async ValueTask<CommitOutcome> RecommitAsync(TelemetryBatch batch, bool isAlone, CancellationToken cancellationToken)
    {
        var request = new PendingRequest(batch) { IsJournaled = true, IsAlone = isAlone };
        _room.Enter(batch.TenantId, request.Bytes);
        try
        {
            await _intake.AddAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is ChannelClosedException or OperationCanceledException)
        {
            Finish(request, CommitOutcome.Full);
            return CommitOutcome.Full;
        }

        return await request.Outcome.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the intake and commits what was accepted before it returns, within the host's shutdown time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _intake.Close();
        if (ExecuteTask is not null)
        {
            await ExecuteTask.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _intake.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Lanes end when the intake is closed and empty, not by the token: what was accepted is committed first.
        return Task.WhenAll(Enumerable.Range(0, options.Value.Lanes).Select(_ => Task.Run(() => RunLaneAsync(CancellationToken.None), CancellationToken.None)));
    }

    private async Task RunLaneAsync(CancellationToken cancellationToken)
    {
        await using var lane = writer.OpenLane();
        var group = new List<PendingRequest>();
        while (await _intake.TryGatherAsync(group, cancellationToken))
        {
            foreach (var together in group.GroupBy(request => (request.Batch.TenantId, Alone: request.IsAlone ? request : null)).ToArray())
            {
                await CommitPatientlyAsync(lane, [.. together], cancellationToken);
            }

            group.Clear();
            _intake.End();
        }
    }

    /// <summary>
    /// Without a journal, what cannot be stored now is lost with each sender that does not come again: a trouble that is over in a moment must not cost
    /// them anything. One that lasts is for the senders to wait out.
    /// </summary>
    private async Task CommitPatientlyAsync(CommitLane lane, IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; pause <= LastPause && !journal.IsOn && !health.IsAway && !_isLasting; pause *= 2)
        {
            try
            {
                await WriteAsync(lane, group, cancellationToken);
                return;
            }
            catch (Exception exception) when (CommitFailure.IsPassing(exception))
            {
                logger.CommitTriedAgain(pause, exception);
                NoteMissingPartition(exception);
                await Task.Delay(pause, time, cancellationToken);
                _isLasting |= pause == LastPause;
            }
            catch (Exception)
            {
                // The data's fault: whose, is found out below.
                break;
            }
        }

        await CommitGroupAsync(lane, group, cancellationToken);
    }

    private async Task CommitGroupAsync(CommitLane lane, IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        if (health.IsAway && journal.IsOn)
        {
            DeferAll(group);
            return;
        }

        try
        {
            await WriteAsync(lane, group, cancellationToken);
        }
        catch (Exception exception) when (DatabaseHealth.IsConnectionLoss(exception))
        {
            // Whether the commit happened is unknown; the request comes again, from the journal or its sender, and the ledger tells.
            health.ReportAway(exception);
            DeferAll(group);
        }
        catch (Exception exception) when (group.Count > 1)
        {
            // One request spoils the transaction of all: halves are tried until it is alone.
            logger.GroupSplit(group.Count, exception);
            var half = group.Count / 2;
            await CommitGroupAsync(lane, [.. group.Take(half)], cancellationToken);
            await CommitGroupAsync(lane, [.. group.Skip(half)], cancellationToken);
        }
        catch (Exception exception) when (!CommitFailure.IsOfTheData(exception))
        {
            // A deadlock lost too often, a lock not had, a missing right: the request is innocent and comes again.
            logger.CommitFailed(exception);
            NoteMissingPartition(exception);
            DeferAll(group);
        }
        catch (Exception exception)
        {
            logger.RequestRefused(group[0].Batch.RecordCount, exception);
            metrics.Refused(group[0].Batch.RecordCount);
            Finish(group[0], CommitOutcome.Refused);
        }
    }

    private void NoteMissingPartition(Exception exception)
    {
        if (CommitFailure.IsMissingPartition(exception))
        {
            partitions.Missed();
        }
    }

    private async Task WriteAsync(CommitLane lane, IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var duplicates = await lane.WriteAsync(group, cancellationToken);
        _isLasting = false;
        Answer(group, duplicates, time.GetElapsedTime(started));
    }

    private void Answer(IReadOnlyList<PendingRequest> group, IReadOnlySet<PendingRequest> duplicates, TimeSpan elapsed)
    {
        var records = 0;
        foreach (var request in group)
        {
            if (duplicates.Contains(request))
            {
                metrics.Duplicate();
                Finish(request, CommitOutcome.Duplicate);
            }
            else
            {
                records += request.Batch.RecordCount;
                Finish(request, CommitOutcome.Stored);
            }
        }

        Interlocked.Add(ref _stored, group.Count - duplicates.Count);
        metrics.Committed(records, elapsed.TotalSeconds);
        signal.Set();
    }

    private void DeferAll(IReadOnlyList<PendingRequest> group)
    {
        foreach (var request in group)
        {
            _room.Leave(request.Batch.TenantId, request.Bytes);
            Defer(request);
        }
    }

    /// <summary>To the journal; without one, or when it is full, its sender is asked to come again. What came from there is there still.</summary>
    private void Defer(PendingRequest request)
    {
        if (request.IsJournaled || !journal.TryTake(request))
        {
            request.Complete(CommitOutcome.DatabaseAway);
        }
    }

    /// <summary>The bytes are given back only here: a caller that left does not make room while its request is still in memory.</summary>
    private void Finish(PendingRequest request, CommitOutcome outcome)
    {
        _room.Leave(request.Batch.TenantId, request.Bytes);
        request.Complete(outcome);
    }
}
