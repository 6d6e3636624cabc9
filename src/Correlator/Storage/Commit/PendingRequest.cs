using Correlator.Storage.Journal;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Commit;

/// <summary>A decoded request on its way into the database, and the caller who waits for its outcome.</summary>
internal sealed class PendingRequest(TelemetryBatch batch) : IDisposable
{
    private readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TelemetryBatch Batch { get; } = batch;

    /// <summary>What the request holds in memory, decoded rows included: many tiny records are larger decoded than as they came.</summary>
    public long Bytes { get; } = batch.MemoryBytes;

    /// <summary>It is in the journal already and stays there until it is committed.</summary>
    public bool IsJournaled { get; init; }

    /// <summary>What the journal keeps of it, once it is to.</summary>
    public JournalBody Kept { get; set; }

    /// <summary>It has broken a transaction, and shares none until it is known whether it was at fault.</summary>
    public bool IsAlone { get; init; }

    public Task<CommitOutcome> Outcome => _outcome.Task;

    /// <summary>Tells the caller and gives the batch's buffers back. Only the first call counts.</summary>
    public void Complete(CommitOutcome outcome)
    {
        if (_outcome.TrySetResult(outcome))
        {
            Batch.Dispose();
        }
    }

    public void Dispose() => Complete(CommitOutcome.Full);
}
