using Correlator.Telemetry;
using static Correlator.Ingest.Wire.JsonFieldKind;

namespace Correlator.Ingest.Wire;

/// <summary>The OTLP messages as their JSON mapping names the fields, with the numbers they have on the wire.</summary>
internal static class OtlpJsonSchema
{
    private static readonly JsonMessage AnyValue = new();
    private static readonly JsonMessage KeyValue = new JsonMessage().With("key", 1, Text).With("value", 2, AnyValue);
    private static readonly JsonMessage Resource = new JsonMessage().With("attributes", 1, KeyValue);
    private static readonly JsonMessage Scope = new JsonMessage().With("name", 1, Text).With("version", 2, Text).With("attributes", 3, KeyValue);
    private static readonly JsonMessage Traces = TracesRequest();
    private static readonly JsonMessage Logs = LogsRequest();
    private static readonly JsonMessage Metrics = MetricsRequest();

    static OtlpJsonSchema()
    {
        var list = new JsonMessage().With("values", 1, AnyValue);
        var map = new JsonMessage().With("values", 1, KeyValue);
        AnyValue.With("stringValue", 1, Text).With("boolValue", 2, Bool).With("intValue", 3, Signed).With("doubleValue", 4, Real)
            .With("arrayValue", 5, list).With("kvlistValue", 6, map).With("bytesValue", 7, Base64);
    }

    public static JsonMessage Request(Signal signal) => signal switch
    {
        Signal.Traces => Traces,
        Signal.Logs => Logs,
        _ => Metrics,
    };

    private static JsonMessage Envelope(string resources, string scopes, string records, JsonMessage record)
    {
        var scope = new JsonMessage().With("scope", 1, Scope).With(records, 2, record).With("schemaUrl", 3, Text);
        var resource = new JsonMessage().With("resource", 1, Resource).With(scopes, 2, scope).With("schemaUrl", 3, Text);
        return new JsonMessage().With(resources, 1, resource);
    }

    private static JsonMessage TracesRequest()
    {
        var happening = new JsonMessage().With("timeUnixNano", 1, Fixed64).With("name", 2, Text).With("attributes", 3, KeyValue)
            .With("droppedAttributesCount", 4, Unsigned);
        var link = new JsonMessage().With("traceId", 1, HexId).With("spanId", 2, HexId).With("traceState", 3, Text).With("attributes", 4, KeyValue)
            .With("droppedAttributesCount", 5, Unsigned).With("flags", 6, Fixed32);
        var status = new JsonMessage().With("message", 2, Text).With("code", 3, EnumValue);
        var span = new JsonMessage(isRecord: true)
            .With("traceId", 1, HexId).With("spanId", 2, HexId).With("traceState", 3, Text).With("parentSpanId", 4, HexId).With("name", 5, Text)
            .With("kind", 6, EnumValue).With("startTimeUnixNano", 7, Fixed64).With("endTimeUnixNano", 8, Fixed64).With("attributes", 9, KeyValue)
            .With("droppedAttributesCount", 10, Unsigned).With("events", 11, happening).With("droppedEventsCount", 12, Unsigned).With("links", 13, link)
            .With("droppedLinksCount", 14, Unsigned).With("status", 15, status).With("flags", 16, Fixed32);
        return Envelope("resourceSpans", "scopeSpans", "spans", span);
    }

    private static JsonMessage LogsRequest()
    {
        var log = new JsonMessage(isRecord: true)
            .With("timeUnixNano", 1, Fixed64).With("severityNumber", 2, EnumValue).With("severityText", 3, Text).With("body", 5, AnyValue)
            .With("attributes", 6, KeyValue).With("droppedAttributesCount", 7, Unsigned).With("flags", 8, Fixed32).With("traceId", 9, HexId)
            .With("spanId", 10, HexId).With("observedTimeUnixNano", 11, Fixed64).With("eventName", 12, Text);
        return Envelope("resourceLogs", "scopeLogs", "logRecords", log);
    }

    private static JsonMessage MetricsRequest()
    {
        var exemplar = new JsonMessage().With("timeUnixNano", 2, Fixed64).With("asDouble", 3, Real).With("spanId", 4, HexId).With("traceId", 5, HexId)
            .With("asInt", 6, SFixed64).With("filteredAttributes", 7, KeyValue);
        var number = Point().With("asDouble", 4, Real).With("exemplars", 5, exemplar).With("asInt", 6, SFixed64)
            .With("attributes", 7, KeyValue).With("flags", 8, Unsigned);
        var histogram = Distribution().With("bucketCounts", 6, Fixed64).With("explicitBounds", 7, Real).With("exemplars", 8, exemplar)
            .With("attributes", 9, KeyValue)
            .With("flags", 10, Unsigned).With("min", 11, Real).With("max", 12, Real);
        var buckets = new JsonMessage().With("offset", 1, ZigZag).With("bucketCounts", 2, Unsigned);
        var exponential = Distribution().With("attributes", 1, KeyValue).With("scale", 6, ZigZag).With("zeroCount", 7, Fixed64)
            .With("positive", 8, buckets).With("negative", 9, buckets)
            .With("flags", 10, Unsigned).With("exemplars", 11, exemplar).With("min", 12, Real).With("max", 13, Real).With("zeroThreshold", 14, Real);
        var quantile = new JsonMessage().With("quantile", 1, Real).With("value", 2, Real);
        var summary = Distribution().With("quantileValues", 6, quantile).With("attributes", 7, KeyValue).With("flags", 8, Unsigned);
        var metric = new JsonMessage().With("name", 1, Text).With("description", 2, Text).With("unit", 3, Text)
            .With("gauge", 5, Data(number)).With("sum", 7, Data(number).With("isMonotonic", 3, Bool)).With("histogram", 9, Data(histogram))
            .With("exponentialHistogram", 10, Data(exponential)).With("summary", 11, Data(summary));
        return Envelope("resourceMetrics", "scopeMetrics", "metrics", metric);
    }

    private static JsonMessage Data(JsonMessage point) => new JsonMessage().With("dataPoints", 1, point).With("aggregationTemporality", 2, EnumValue);

    private static JsonMessage Point() => new JsonMessage(isRecord: true).With("startTimeUnixNano", 2, Fixed64).With("timeUnixNano", 3, Fixed64);

    private static JsonMessage Distribution() => Point().With("count", 4, Fixed64).With("sum", 5, Real);
}
