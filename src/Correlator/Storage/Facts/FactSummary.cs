using Correlator.Telemetry;

namespace Correlator.Storage.Facts;

/// <summary>What the ledger keeps of a batch's facts for correlation: the traces that have some, and their range of event time in Unix nanoseconds.</summary>
internal sealed class FactSummary
{
    public IdSet Traces { get; } = [];

    public long FromNano { get; private set; } = long.MaxValue;

    public long UntilNano { get; private set; } = long.MinValue;

    public void Add(TraceId traceId, long atNano)
    {
        Traces.Add(traceId.ToGuid());
        FromNano = Math.Min(FromNano, atNano);
        UntilNano = Math.Max(UntilNano, atNano);
    }
}
