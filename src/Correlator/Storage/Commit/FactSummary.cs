namespace Correlator.Storage.Commit;

/// <summary>
/// What the ledger keeps of a batch's facts for correlation: the traces that have new ones, and their range of event time in Unix nanoseconds.
/// </summary>
internal sealed record FactSummary(Guid[] Traces, long FromNano, long UntilNano);
