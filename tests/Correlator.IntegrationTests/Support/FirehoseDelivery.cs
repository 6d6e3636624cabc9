using System.Globalization;
using System.Net;
using System.Text.Json;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Support;

/// <summary>A request as Amazon Data Firehose posts it to an HTTP endpoint.</summary>
internal sealed record FirehoseDelivery(string Path, params byte[][] Records)
{
    private static readonly HttpClient Client = new();

    public string? AccessKey { get; init; }

    public bool IsGzip { get; init; }

    public string RequestId { get; init; } = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";

    /// <summary>Whether a header says the request's id too, as Firehose has it.</summary>
    public bool HasIdHeader { get; init; } = true;

    /// <summary>The body as it is, instead of one that holds the records.</summary>
    public byte[]? Body { get; init; }

    public string? ContentEncoding { get; init; }

    /// <summary>One CloudWatch Logs subscription message.</summary>
    public static byte[] LogRecord(string group, string stream, params (DateTimeOffset At, string Message)[] events) =>
        OtlpSamples.Gzip(JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageType = "DATA_MESSAGE",
            owner = "123456789012",
            logGroup = group,
            logStream = stream,
            subscriptionFilters = new[] { "all" },
            logEvents = events.Select((line, index) => new
            {
                id = index.ToString(CultureInfo.InvariantCulture),
                timestamp = line.At.ToUnixTimeMilliseconds(),
                message = line.Message,
            }),
        }));

    /// <summary>One CloudWatch metric stream message of a single data point, behind its length.</summary>
    public static byte[] MetricRecord(
        string space,
        string metric,
        DateTimeOffset at,
        (double Least, double Most, double Sum, int Count) statistics,
        params (string Name, string Value)[] dimensions)
    {
        static object Text(string key, string value) => new { key, value = new { stringValue = value } };
        var start = at.AddMinutes(-1).ToUnixTimeMilliseconds();
        var values = dimensions.Select(dimension => Text(dimension.Name, dimension.Value));
        var point = new
        {
            startTimeUnixNano = $"{start}000000",
            timeUnixNano = $"{at.ToUnixTimeMilliseconds()}000000",
            count = statistics.Count,
            sum = statistics.Sum,
            quantileValues = new[] { new { quantile = 0.0, value = statistics.Least }, new { quantile = 1.0, value = statistics.Most } },
            attributes = new[]
            {
                Text("Namespace", space),
                Text("MetricName", metric),
                new { key = "Dimensions", value = new { kvlistValue = new { values } } },
            },
        };
        var resource = new
        {
            attributes = new[] { Text("cloud.provider", "aws"), Text("cloud.account.id", "123456789012"), Text("cloud.region", "eu-west-1") },
        };
        var metrics = new[] { new { name = $"amazonaws.com/{space}/{metric}", unit = "{Count}", summary = new { dataPoints = new[] { point } } } };
        var request = new { resourceMetrics = new[] { new { resource, scopeMetrics = new[] { new { metrics } } } } };
        var message = OtlpSamples.Protobuf(Signal.Metrics, JsonSerializer.Serialize(request));
        return [(byte)(message.Length | 0x80), (byte)(message.Length >> 7), .. message];
    }

    public async Task<(HttpStatusCode Status, JsonElement Reply)> SendAsync(CorrelatorServer server)
    {
        using var response = await PostAsync(server);
        response.Content.Headers.ContentType?.ToString().ShouldBe("application/json");
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public async Task<HttpResponseMessage> PostAsync(CorrelatorServer server)
    {
        var body = Body ?? JsonSerializer.SerializeToUtf8Bytes(new
        {
            requestId = RequestId,
            timestamp = 1578090901599,
            records = Records.Select(record => new { data = record }),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, Path))
        {
            Content = new ByteArrayContent(IsGzip ? OtlpSamples.Gzip(body) : body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.Add("X-Amz-Firehose-Protocol-Version", "1.0");
        if (HasIdHeader)
        {
            request.Headers.Add("X-Amz-Firehose-Request-Id", RequestId);
        }

        request.Headers.Add("X-Amz-Firehose-Source-Arn", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/telemetry");
        request.Headers.Add("X-Amz-Firehose-Common-Attributes", """{"commonAttributes":{"deployment.environment.name":"prod"}}""");
        if (ContentEncoding is not null || IsGzip)
        {
            request.Content.Headers.ContentEncoding.Add(ContentEncoding ?? "gzip");
        }

        if (AccessKey is not null)
        {
            request.Headers.Add("X-Amz-Firehose-Access-Key", AccessKey);
        }

        return await Client.SendAsync(request);
    }
}
