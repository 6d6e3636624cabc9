namespace Correlator.Telemetry.Facts;

/// <summary>A span link between two traces.</summary>
/// <param name="InBatch">One of several links of its span: it does not join.</param>
internal readonly record struct TraceLink(Guid TraceId, Guid LinkedTraceId, bool InBatch, DateTime At = default);
