using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Support;

/// <summary>Small requests to send, in JSON and in protobuf.</summary>
internal static class OtlpSamples
{
    public static TraceId NewTrace() => TraceId.FromGuid(Guid.NewGuid());

    public static string SpansJson(TraceId trace, int count = 1, string name = "work", string padding = "")
    {
        var start = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1_000_000;
        var spans = Enumerable.Range(1, count).Select(number => new
        {
            traceId = trace.ToString(),
            spanId = new SpanId((ulong)number).ToString(),
            name,
            kind = 2,
            startTimeUnixNano = start.ToString(CultureInfo.InvariantCulture),
            endTimeUnixNano = (start + 1_000_000).ToString(CultureInfo.InvariantCulture),
            attributes = new[] { new { key = "padding", value = new { stringValue = padding } } },
        });
        return JsonSerializer.Serialize(new { resourceSpans = new[] { new { resource = Resource, scopeSpans = new[] { new { spans } } } } });
    }

    /// <summary>One valid span and one whose trace id is zero.</summary>
    public static string HalfValidJson(TraceId trace) => $$"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[
        {"traceId":"{{trace}}","spanId":"0000000000000001","name":"good","startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225600000000001"},
        {"traceId":"00000000000000000000000000000000","spanId":"0000000000000002","name":"bad","startTimeUnixNano":"1767225600000000000"}]}]}]}
        """;

    /// <summary>Spans that are refused, each for another reason: an answer with something to say.</summary>
    public static string ManyFaultsJson() => """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
        {"traceId":"00000000000000000000000000000000","spanId":"0000000000000002","name":"no trace"},
        {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"","name":"no span"},
        {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"0000000000000002","startTimeUnixNano":"18446744073709551615","name":"late"}]}]}]}
        """;

    public static string LogJson(string text) => $$$"""
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"sample"}}]},"scopeLogs":[{"logRecords":[
        {"timeUnixNano":"1767225600000000000","severityNumber":9,"body":{"stringValue":"{{{text}}}"}}]}]}]}
        """;

    public static string MetricJson(string name) => $$$"""
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"sample"}}]},"scopeMetrics":[{"metrics":[
        {"name":"{{{name}}}","gauge":{"dataPoints":[{"timeUnixNano":"1767225600000000000","asDouble":1.5}]}}]}]}]}
        """;

    public static byte[] Protobuf(Signal signal, string json)
    {
        using var buffer = new ProtobufBuffer(json.Length);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        new JsonTranscoder(buffer).Message(ref reader, OtlpJsonSchema.Request(signal));
        return buffer.Written.ToArray();
    }

    public static byte[] Gzip(byte[] plain)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return buffer.ToArray();
    }

    public static byte[] Gunzip(byte[] compressed)
    {
        var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private static object Resource => new { attributes = new[] { new { key = "service.name", value = new { stringValue = "sample" } } } };
}
