namespace Correlator.Telemetry.Read;

internal sealed record SpanEvent(long TimeNano, string Name, IReadOnlyList<AttributeValue> Attributes);
