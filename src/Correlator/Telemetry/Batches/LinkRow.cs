namespace Correlator.Telemetry.Batches;

internal readonly record struct LinkRow(TraceId TraceId, SpanId SpanId, TextRange TraceState, uint Flags, RowRange Attributes);
