using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Correlator.Ingest.Wire;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Resource.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>What a request's records say, as the generated classes have it, and how many of them are invalid.</summary>
internal static class MessageContent
{
    public static (List<string> Records, int Rejected) Of(IMessage request)
    {
        var records = new List<string?>();
        switch (request)
        {
            case ExportTraceServiceRequest traces:
                records.AddRange(from resource in traces.ResourceSpans
                                 from scope in resource.ScopeSpans
                                 from span in scope.Spans
                                 select TraceContent.Of(span, Envelope(resource.Resource, resource.SchemaUrl, scope.Scope)));
                break;
            case ExportLogsServiceRequest logs:
                records.AddRange(from resource in logs.ResourceLogs
                                 from scope in resource.ScopeLogs
                                 from log in scope.LogRecords
                                 select LogContent.Of(log, Envelope(resource.Resource, resource.SchemaUrl, scope.Scope)));
                break;
            case ExportMetricsServiceRequest metrics:
                records.AddRange(from resource in metrics.ResourceMetrics
                                 from scope in resource.ScopeMetrics
                                 from metric in scope.Metrics
                                 from point in MetricContent.Of(metric, Envelope(resource.Resource, resource.SchemaUrl, scope.Scope))
                                 select point);
                break;
        }

        return ([.. records.OfType<string>()], records.Count(record => record is null));
    }

    public static string Attributes(IEnumerable<KeyValue> attributes) =>
        Canonical.List(attributes.Select(attribute => $"{Canonical.Text(attribute.Key)}={Value(attribute.Value)}"));

    public static string Value(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => $"string {Canonical.Text(value.StringValue)}",
        AnyValue.ValueOneofCase.BoolValue => $"bool {value.BoolValue}",
        AnyValue.ValueOneofCase.IntValue => $"int {value.IntValue}",
        AnyValue.ValueOneofCase.DoubleValue => $"double {Canonical.Real(value.DoubleValue)}",
        AnyValue.ValueOneofCase.BytesValue => $"bytes {Convert.ToHexString(value.BytesValue.Span)}",
        AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue => $"json {Json(value)}",
        _ => "empty",
    };

    private static string Envelope(Resource? resource, string schemaUrl, InstrumentationScope? scope) =>
        $"{Attributes(resource?.Attributes ?? [])} {Canonical.Text(schemaUrl)} / "
        + $"{Canonical.Text(scope?.Name ?? "")} {Canonical.Text(scope?.Version ?? "")} {Attributes(scope?.Attributes ?? [])}";

    private static string Json(AnyValue value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            Write(json, value, 0);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, AnyValue? value, int depth)
    {
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                json.WriteStringValue(Canonical.Text(value.StringValue));
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteBooleanValue(value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                json.WriteNumberValue(value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue when !double.IsFinite(value.DoubleValue):
                json.WriteStringValue(Canonical.Real(value.DoubleValue));
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                var text = Canonical.Real(value.DoubleValue);
                json.WriteRawValue(text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0");
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                json.WriteBase64StringValue(value.BytesValue.Span);
                break;
            case AnyValue.ValueOneofCase.ArrayValue when depth < ReadLimits.Default.MaxDepth:
                json.WriteStartArray();
                foreach (var item in value.ArrayValue.Values)
                {
                    Write(json, item, depth + 1);
                }

                json.WriteEndArray();
                break;
            case AnyValue.ValueOneofCase.KvlistValue when depth < ReadLimits.Default.MaxDepth:
                json.WriteStartObject();
                foreach (var item in value.KvlistValue.Values)
                {
                    json.WritePropertyName(Canonical.Text(item.Key));
                    Write(json, item.Value, depth + 1);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
