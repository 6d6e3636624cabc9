namespace Correlator.Query.Graph;

/// <summary>A span of a trace.</summary>
internal readonly record struct SpanRef(Guid TraceId, long SpanId);
