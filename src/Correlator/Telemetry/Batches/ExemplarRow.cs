namespace Correlator.Telemetry.Batches;

internal readonly record struct ExemplarRow(long TimeNano, double Value, TraceId TraceId, SpanId SpanId, RowRange Attributes);
