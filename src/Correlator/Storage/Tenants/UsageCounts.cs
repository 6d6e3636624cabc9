namespace Correlator.Storage.Tenants;

/// <summary>What a tenant sent. Bytes are those after decompression.</summary>
internal readonly record struct UsageCounts(long Requests, long Bytes, long Spans, long LogRecords, long Points, long Refused)
{
    public static UsageCounts operator -(UsageCounts left, UsageCounts right) => new(
        left.Requests - right.Requests,
        left.Bytes - right.Bytes,
        left.Spans - right.Spans,
        left.LogRecords - right.LogRecords,
        left.Points - right.Points,
        left.Refused - right.Refused);
}
