namespace Correlator.Telemetry.Read;

internal sealed record SpanLink(TraceId TraceId, SpanId SpanId, uint Flags, string TraceState, IReadOnlyList<AttributeValue> Attributes);
