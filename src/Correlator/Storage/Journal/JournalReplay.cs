using Correlator.Storage.Commit;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Journal;

/// <summary>Reads a journaled request again and commits it.</summary>
internal sealed class JournalReplay(JournalDecoder decode, RequestJournal journal, CommitQueue commits, StorageMetrics metrics, ILogger<JournalReplay> logger)
{
    /// <param name="record">The request; its body is needed no longer once this returns.</param>
    /// <param name="isAlone">In a transaction of its own.</param>
    /// <param name="cancellationToken">Ends the wait, not the commit.</param>
    public ValueTask<CommitOutcome> StoreAsync(in JournalRecord record, bool isAlone, CancellationToken cancellationToken)
    {
        TelemetryBatch? batch;
        try
        {
            batch = decode(record);
        }
        catch (Exception exception)
        {
            // A request that cannot be read again costs itself: the journal does not stop at it.
            logger.JournaledRequestUnreadable(record.Signal, record.Body.Length, journal.SetAside(record), exception);
            metrics.JournalSetAside();
            return new(CommitOutcome.Duplicate);
        }

        return batch is null ? new(CommitOutcome.Duplicate) : commits.RecommitAsync(batch, isAlone, cancellationToken);
    }
}
