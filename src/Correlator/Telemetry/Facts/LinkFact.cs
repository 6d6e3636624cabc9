namespace Correlator.Telemetry.Facts;

/// <summary>A span link to another trace. Links of a batch receive do not join.</summary>
internal readonly record struct LinkFact(TraceId TraceId, SpanId SpanId, TraceId LinkedTraceId, SpanId LinkedSpanId, long AtNano, bool InBatch);
