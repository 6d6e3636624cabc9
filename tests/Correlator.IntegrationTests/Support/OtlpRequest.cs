using System.Globalization;
using System.Net.Http.Json;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Support;

/// <summary>Telemetry of one function as a test tells it, sent as OTLP/JSON.</summary>
internal sealed class OtlpRequest(params (string Key, object Value)[] resource)
{
    private static readonly HttpClient Client = new();
    private readonly List<object> _spans = [];
    private readonly List<object> _logs = [];
    private readonly List<object> _metrics = [];

    public OtlpRequest Span(
        TraceId trace,
        ulong span,
        string name,
        SpanKind kind,
        DateTimeOffset at,
        (string Key, object Value)[] attributes,
        double milliseconds = 10,
        ulong parent = 0,
        string? error = null,
        params (TraceId Trace, ulong Span)[] links)
    {
        _spans.Add(new
        {
            traceId = trace.ToString(),
            spanId = new SpanId(span).ToString(),
            parentSpanId = parent == 0 ? "" : new SpanId(parent).ToString(),
            name,
            kind = (int)kind,
            startTimeUnixNano = Nano(at),
            endTimeUnixNano = Nano(at.AddMilliseconds(milliseconds)),
            attributes = Attributes(attributes),
            links = links.Select(link => new { traceId = link.Trace.ToString(), spanId = new SpanId(link.Span).ToString() }),
            status = error is null ? (object)new { } : new { code = 2, message = error },
        });
        return this;
    }

    public OtlpRequest Log(string body, DateTimeOffset at, TraceId trace = default, byte severity = 9, ulong span = 0)
    {
        _logs.Add(new
        {
            timeUnixNano = Nano(at),
            severityNumber = severity,
            traceId = trace.IsZero ? "" : trace.ToString(),
            spanId = span == 0 ? "" : new SpanId(span).ToString(),
            body = new { stringValue = body },
        });
        return this;
    }

    public OtlpRequest Gauge(string name, double value, DateTimeOffset at, params (string Key, object Value)[] attributes)
    {
        var point = new { timeUnixNano = Nano(at), asDouble = value, attributes = Attributes(attributes) };
        _metrics.Add(new { name, gauge = new { dataPoints = new[] { point } } });
        return this;
    }

    /// <param name="token">Whose telemetry it is; none: the local tenant's.</param>
    public async Task SendAsync(CorrelatorServer server, string? token = null)
    {
        var own = new { attributes = Attributes(resource) };
        var spans = new { resource = own, scopeSpans = new[] { new { spans = _spans } } };
        var logs = new { resource = own, scopeLogs = new[] { new { logRecords = _logs } } };
        var metrics = new { resource = own, scopeMetrics = new[] { new { metrics = _metrics } } };
        await PostAsync(server, token, "traces", _spans, new { resourceSpans = new[] { spans } });
        await PostAsync(server, token, "logs", _logs, new { resourceLogs = new[] { logs } });
        await PostAsync(server, token, "metrics", _metrics, new { resourceMetrics = new[] { metrics } });
    }

    private static async Task PostAsync(CorrelatorServer server, string? token, string signal, List<object> records, object request)
    {
        if (records.Count > 0)
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, $"/v1/{signal}")) { Content = JsonContent.Create(request) };
            if (token is not null)
            {
                post.Headers.Add("x-api-key", token);
            }

            using var response = await Client.SendAsync(post);
            (await response.Content.ReadAsStringAsync()).ShouldBe("{}");
            records.Clear();
        }
    }

    private static object[] Attributes((string Key, object Value)[] attributes) =>
        [.. attributes.Select(attribute => new { key = attribute.Key, value = Value(attribute.Value) })];

    private static object Value(object value) => value switch
    {
        bool flag => new { boolValue = flag },
        int number => new { intValue = number.ToString(CultureInfo.InvariantCulture) },
        byte[] bytes => new { bytesValue = bytes },
        _ => new { stringValue = (string)value },
    };

    private static string Nano(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
