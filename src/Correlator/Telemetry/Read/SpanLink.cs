namespace Correlator.Telemetry.Read;

internal sealed record SpanLink(TraceId TraceId, SpanId SpanId, IReadOnlyList<AttributeValue> Attributes);
