using Correlator.Ingest;
using Correlator.Storage;
using Correlator.Storage.Journal;
using Correlator.Storage.Schema;

namespace Correlator.Query;

/// <summary>Asks the stages how they are.</summary>
internal sealed class IngestHealthReader(
    IngestMetrics ingest,
    StorageMetrics storage,
    LedgerStore ledger,
    RequestJournal journal,
    PartitionStore partitions,
    TimeProvider time)
{
    public async Task<IngestHealth> ReadAsync(int tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var backlog = await ledger.BacklogAsync(tenantId, cancellationToken);
        var depth = journal.Depth();
        var totals = ingest.Totals(tenantId);
        return new IngestHealth
        {
            Records = totals.Records,
            Requests = [.. Enum.GetValues<ExportStatus>().Select(status => new RequestTotals(status, totals.Requests(status))).Where(total => total.Count > 0)],
            RefusedUnread = ingest.RefusedUnread,
            DroppedRecords = storage.RefusedRecords,
            SetAsideBatches = storage.SetAsideBatches,
            PendingBatches = backlog.Batches,
            LagSeconds = backlog.OldestCommittedAt is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0,
            Journal = new JournalHealth(journal.IsOn, journal.HasRoom, depth.Requests, depth.Bytes, depth.Age.TotalSeconds),
            PartitionsReadyUntil = await partitions.ReadyUntilAsync(DateOnly.FromDateTime(now), cancellationToken),
        };
    }
}
