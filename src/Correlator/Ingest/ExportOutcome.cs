namespace Correlator.Ingest;

/// <param name="Reason">Why records were rejected or the request failed: short, safe to send back.</param>
internal readonly record struct ExportOutcome(ExportStatus Status, int Accepted = 0, int Rejected = 0, string? Reason = null)
{
    public bool IsSuccess => Status is ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate;

    public bool IsRetryable => Status is ExportStatus.Full or ExportStatus.DatabaseAway;
}
