using System.Globalization;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>Points of every type by every door: what is kept of them, and what cumulative series count.</summary>
public sealed class MetricRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;
    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60) - 600);
    private readonly string _function = $"f{Guid.NewGuid():N}";

    public static TheoryData<string> Doors => TransportRules.Doors;

    public static TheoryData<string, string, int> TypesAndTemporalities
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var door in new[] { DoorCall.Grpc, DoorCall.Protobuf, DoorCall.Json })
            {
                foreach (var type in new[] { "sum", "histogram", "exponentialHistogram" })
                {
                    data.Add(door, type, 1);
                    data.Add(door, type, 2);
                }

                data.Add(door, "gauge", 0);
                data.Add(door, "summary", 0);
            }

            return data;
        }
    }

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(TypesAndTemporalities))]
    public async Task Point_OfEveryTypeAndTemporality_IsKept(string door, string type, int temporality)
    {
        var times = $"\"startTimeUnixNano\":\"{Nano(-60)}\",\"timeUnixNano\":\"{Nano(0)}\"";
        var (point, stored) = type switch
        {
            "histogram" => (
                $$"""{ {{times}},"count":"3","sum":6.5,"min":1,"max":4,"bucketCounts":["1","2"],"explicitBounds":[2]}""",
                "count = 3 AND sum = 6.5 AND min = 1 AND max = 4 AND octet_length(data) = 24"),
            "exponentialHistogram" => (
                $$$"""
                { {{{times}}},"count":"4","sum":6.5,"scale":1,"zeroCount":"1",
                "positive":{"offset":1,"bucketCounts":["2"]},"negative":{"bucketCounts":["1"]}}
                """,
                "count = 4 AND sum = 6.5 AND min IS NULL AND octet_length(data) = 64"),
            "summary" => (
                $$"""
                { {{times}},"count":"2","sum":3,
                "quantileValues":[{"quantile":0,"value":1},{"quantile":0.5,"value":1.5},{"quantile":1,"value":2}]}
                """,
                "count = 2 AND sum = 3 AND min = 1 AND max = 2 AND octet_length(data) = 48"),
            _ => ($$"""{ {{times}},"asInt":"7"}""", "value = 7 AND count IS NULL"),
        };
        var more = temporality == 0 ? "" : $",\"aggregationTemporality\":{temporality}" + (type == "sum" ? ",\"isMonotonic\":true" : "");

        var metric = $$$"""{"name":"{{{_function}}}","unit":"By","{{{type}}}":{"dataPoints":[{{{point}}}]{{{more}}} } }""";
        var series = $"name = '{_function}' AND unit = 'By' AND temporality = {temporality} AND is_monotonic = {type == "sum"}";

        var answer = await DoorCall.SendAsync(_server, door, Signal.Metrics, Request(metric));

        answer.Text.ShouldBe(door == DoorCall.Json ? "{}" : "");
        (await _server.CountAsync("metric_point", $"{stored} AND at = '{_now:O}' AND start_at = '{_now.AddMinutes(-1):O}'")).ShouldBe(1);
        (await _server.CountAsync("metric_series", series)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Exemplars_AreKeptAndNameTheSpanThatIsThere(string door)
    {
        var trace = OtlpSamples.NewTrace();
        (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.SpansJson(trace))).IsSuccess.ShouldBeTrue();

        (await DoorCall.SendAsync(_server, door, Signal.Metrics, Request($$$"""
            {"name":"{{{_function}}}","histogram":{"aggregationTemporality":1,"dataPoints":[{
              "timeUnixNano":"{{{Nano(0)}}}",
              "count":"1",
              "bucketCounts":["1"],
              "exemplars":[
                {
                  "timeUnixNano":"{{{Nano(-1)}}}",
                  "asDouble":1.5,
                  "traceId":"{{{trace}}}",
                  "spanId":"0000000000000001",
                  "filteredAttributes":[{"key":"order","value":{"stringValue":"A-1"}}]
                },
                {"timeUnixNano":"{{{Nano(-2)}}}","asInt":"7"}
              ]
            }]}}
            """))).IsSuccess.ShouldBeTrue();

        var exemplars = JsonDocument.Parse(await _server.TextAsync("SELECT exemplars::text FROM metric_point")).RootElement;
        exemplars.GetArrayLength().ShouldBe(2);
        exemplars[0].GetProperty("value").GetDouble().ShouldBe(1.5);
        exemplars[0].GetProperty("attributes").GetProperty("order").GetString().ShouldBe("A-1");
        exemplars[1].GetProperty("value").GetDouble().ShouldBe(7);
        exemplars[1].TryGetProperty("traceId", out _).ShouldBeFalse();
        TraceId.TryParse(exemplars[0].GetProperty("traceId").GetString(), out var named).ShouldBeTrue();
        (await _server.SpansAsync(named)).ShouldHaveSingleItem().SpanId.ToString().ShouldBe(exemplars[0].GetProperty("spanId").GetString());
    }

    /// <summary>Points as (second, value, start) in the order of arrival, one request each; what they count in all.</summary>
    [Theory]
    [InlineData("10:5 20:8 30:9", 9, "in order")]
    [InlineData("10:5 30:9 20:8", 9, "one late")]
    [InlineData("30:9 20:8 10:5", 9, "all late")]
    [InlineData("10:5 90:9 70:8 80:8 60:6", 9, "several late, over two minutes")]
    [InlineData("10:5 20:8 20:8 30:9", 9, "sent again")]
    [InlineData("10:5 20:8 30:2:25 40:3:25", 11, "a reset that tells its start")]
    [InlineData("10:5 40:3:25 20:8 30:2:25", 11, "a reset, late")]
    [InlineData("10:5 20:8 30:2", 10, "a reset that tells nothing")]
    public async Task Counters_Cumulative_CountTheirStepsInWhateverOrder(string points, long expected, string what)
    {
        foreach (var point in points.Split(' ').Select(point => point.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray()))
        {
            await CountAsync(temporality: 2, (point[0], point[1], point.Length > 2 ? point[2] : 0));
            await _server.CorrelatedAsync();
        }

        (await _server.SumAsync("function_minute", "reported_invocations")).ShouldBe(expected, what);
        (await _server.CountAsync("function_minute", "reported_invocations < 0")).ShouldBe(0);
    }

    [Fact]
    public async Task Counters_CumulativeInOneRequest_CountTheirSteps()
    {
        await CountAsync(2, (30, 9, 0), (10, 5, 0), (20, 8, 0));

        await _server.CorrelatedAsync();
        (await _server.SumAsync("function_minute", "reported_invocations")).ShouldBe(9);
    }

    [Fact]
    public async Task Counters_Deltas_AreAddedUp()
    {
        await CountAsync(1, (10, 5, 0), (30, 4, 0));
        await CountAsync(1, (20, 3, 0));

        await _server.CorrelatedAsync();
        (await _server.SumAsync("function_minute", "reported_invocations")).ShouldBe(12);
    }

    private static string Request(string metric, string function = "") => $$$"""
        {"resourceMetrics":[{
          "resource":{"attributes":[{"key":"faas.name","value":{"stringValue":"{{{function}}}"}}]},
          "scopeMetrics":[{"metrics":[{{{metric}}}]}]
        }]}
        """;

    private string Nano(int seconds) => $"{_now.AddSeconds(seconds).ToUnixTimeSeconds()}000000000";

    private async Task CountAsync(int temporality, params (int At, int Value, int Start)[] points)
    {
        var told = points.Select(point => $$"""{"startTimeUnixNano":"{{Nano(point.Start)}}","timeUnixNano":"{{Nano(point.At)}}","asInt":"{{point.Value}}"}""");
        var sum =
            $$"""
            {"name":"faas.invocations","sum":{
              "aggregationTemporality":{{temporality}},
              "isMonotonic":true,
              "dataPoints":[{{string.Join(',', told)}}]
            } }
            """;
        (await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Metrics, Request(sum, _function))).Text.ShouldBe("{}");
    }
}
