using System.Text;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>Where OTLP/JSON departs from protobuf's JSON mapping, and what else senders of JSON do.</summary>
public sealed class JsonRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private const string Start = "\"startTimeUnixNano\":\"1767225600000000000\"";
    private readonly CorrelatorServer _server = rules.Server;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174")]
    [InlineData("5B8EFFF798038103D269B633813FC60C", "EEE19B7EC3C1B174")]
    [InlineData("5B8efff798038103D269b633813FC60c", "eEe19B7ec3c1b174")]
    public async Task Ids_AreHexOfAnyCase(string traceId, string spanId)
    {
        TraceId.TryParse("5b8efff798038103d269b633813fc60c", out var id).ShouldBeTrue();

        await SendAsync(
            $$"""
            {
              "traceId":"{{traceId}}",
              "spanId":"{{spanId}}",
              "parentSpanId":"{{spanId.ToUpperInvariant()}}",
              "name":"n",
              {{Start}},
              "links":[{"traceId":"{{traceId}}","spanId":"{{spanId}}"}]
            }
            """);

        var span = (await _server.SpansAsync(id)).ShouldHaveSingleItem();
        (span.SpanId.ToString(), span.ParentSpanId.ToString()).ShouldBe(("eee19b7ec3c1b174", "eee19b7ec3c1b174"));
        (span.Links[0].TraceId, span.Links[0].SpanId.ToString()).ShouldBe((id, "eee19b7ec3c1b174"));
    }

    /// <summary>The plain JSON mapping of protobuf writes bytes so.</summary>
    [Fact]
    public async Task Ids_InBase64_AreNone()
    {
        var inBase64 = $$"""{"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXQ=","name":"n",{{Start}}}""";

        var answer = await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, Request(inBase64));

        answer.Text.ShouldContain("without a valid trace id");
    }

    [Theory]
    [InlineData("2", SpanKind.Server)]
    [InlineData("\"2\"", SpanKind.Server)]
    [InlineData("\"SPAN_KIND_SERVER\"", SpanKind.Server)]
    [InlineData("\"span_kind_consumer\"", SpanKind.Consumer)]
    [InlineData("null", SpanKind.Unspecified)]
    public async Task Enums_AreNumbersAndTheirNamesAreTolerated(string kind, object expected) =>
        (await StoredAsync($"\"kind\":{kind}")).Kind.ShouldBe((SpanKind)expected);

    [Theory]
    [InlineData("\"1767225600000000001\"")]
    [InlineData("1767225600000000001")]
    public async Task Numbers_Of64Bits_AreStringsOrNumbers(string end)
    {
        var span = await StoredAsync(
            $$$"""
            {{{Start}}},
            "endTimeUnixNano":{{{end}}},
            "attributes":[{"key":"big","value":{"intValue":"9007199254740993"}},{"key":"small","value":{"intValue":-5}}],
            "flags":257
            """);

        (span.EndNano, span.Attributes[0].Value, span.Attributes[1].Value, span.Flags).ShouldBe((1_767_225_600_000_000_001, 9007199254740993L, -5L, 257u));
    }

    [Theory]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("1.5", 1.5)]
    [InlineData("\"1.5\"", 1.5)]
    [InlineData("1", 1.0)]
    public async Task Reals_AreNumbersOrTheirNames(string json, double expected) =>
        (await StoredAsync($$$"""{{{Start}}},"attributes":[{"key":"d","value":{"doubleValue":{{{json}}}}}]""")).Attributes[0].Value.ShouldBe(expected);

    [Theory]
    [InlineData("AQL/")]
    [InlineData("AQL_")]
    [InlineData("AQL/Pg==", 0x3e)]
    [InlineData("AQL_Pg", 0x3e)]
    public async Task Bytes_AreBase64OfEitherAlphabet(string json, params int[] more)
    {
        var span = await StoredAsync($$$"""{{{Start}}},"attributes":[{"key":"b","value":{"bytesValue":"{{{json}}}"}}]""");

        span.Attributes[0].Value.ShouldBe((byte[])[1, 2, 0xff, .. more.Select(one => (byte)one)]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"stringValue\":null}")]
    [InlineData("{\"unknownValue\":1}")]
    public async Task Values_WithoutAny_AreEmpty(string value) =>
        (await StoredAsync($$"""{{Start}},"attributes":[{"key":"e","value":{{value}}}]""")).Attributes[0].Kind.ShouldBe(AttributeKind.Empty);

    [Fact]
    public async Task Keys_Unknown_AreIgnoredAtEveryLevel()
    {
        var trace = OtlpSamples.NewTrace();

        var answer = await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, $$$"""
            {"x":1,"resourceSpans":[{
              "x":[{}],
              "instrumentationLibrarySpans":[{"spans":[{}]}],
              "resource":{"x":null,"attributes":[{"x":true,"key":"service.name","value":{"x":{},"stringValue":"s"}}]},
              "scopeSpans":[{
                "x":"",
                "scope":{"x":0},
                "spans":[{
                  "x":[[]],
                  "traceId":"{{{trace}}}",
                  "spanId":"eee19b7ec3c1b174",
                  "name":"n",
                  {{{Start}}},
                  "status":{"x":1},
                  "events":[{"x":1}],
                  "links":[{"x":1}]
                }]
              }]
            }]}
            """);

        answer.Text.ShouldBe("{}");
        (await _server.SpansAsync(trace)).ShouldHaveSingleItem().Resource.Attributes[0].Value.ShouldBe("s");
    }

    [Fact]
    public async Task Keys_InSnakeCase_AreUnknown()
    {
        var span = await StoredAsync($$"""{{Start}},"end_time_unix_nano":"1767225600000000009","trace_state":"a=b","dropped_events_count":5""");

        (span.EndNano, span.TraceState, span.Dropped).ShouldBe((span.StartNano, "", 0u));
    }

    [Fact]
    public async Task Nulls_AreAbsent()
    {
        var span = await StoredAsync(
            $$"""
            {{Start}},
            "endTimeUnixNano":null,
            "kind":null,
            "attributes":null,
            "events":null,
            "links":[null],
            "status":null,
            "traceState":null,
            "flags":null,
            "parentSpanId":null
            """);

        (span.Attributes.Count, span.Events.Count, span.Links.Count, span.Status, span.ParentSpanId.IsZero).ShouldBe((0, 0, 0, SpanStatus.Unset, true));
    }

    [Fact]
    public async Task Attributes_OfOneKey_AreKeptAndTheLastCounts()
    {
        var span = await StoredAsync(
            $$$"""{{{Start}}},"attributes":[{"key":"k","value":{"intValue":1}},{"key":"k","value":{"intValue":2}}]""");

        span.Attributes[^1].Value.ShouldBe(2L);
    }

    [Theory]
    [InlineData("\uFEFF{}")]
    [InlineData(" \r\n\t{} ")]
    [InlineData("""{"resourceSpans":null}""")]
    public async Task Text_AroundTheObject_IsNoMatter(string json) =>
        (await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, Encoding.UTF8.GetBytes(json))).Text.ShouldBe("{}");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("null")]
    [InlineData("{'resourceSpans':[]}")]
    [InlineData("{\"resourceSpans\":[],}")]
    public async Task Text_OtherThanAnObject_IsBadData(string json)
    {
        var answer = await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, Encoding.UTF8.GetBytes(json));

        (answer.Code, answer.ContentType).ShouldBe(("400", DoorCall.Json));
        answer.Text.ShouldContain("\"message\":\"Invalid JSON");
    }

    [Fact]
    public async Task Value_OfTheWrongType_CostsItsRecordAlone()
    {
        var trace = OtlpSamples.NewTrace();

        var answer = await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, Request(
            $$"""
            {"traceId":"{{trace}}","spanId":"eee19b7ec3c1b174","name":"good",{{Start}}},
            {"traceId":"{{trace}}","spanId":"eee19b7ec3c1b175","name":5},
            {"traceId":"{{trace}}","spanId":"eee19b7ec3c1b176","startTimeUnixNano":"soon"}
            """));

        answer.Text.ShouldContain("\"rejectedSpans\":\"2\"");
        (await _server.SpansAsync(trace)).ShouldHaveSingleItem().Name.ShouldBe("good");
    }

    [Fact]
    public async Task Points_NumbersOf64BitsAndExponents_AreStringsOrNumbers()
    {
        (await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Metrics, """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
            {"name":"g","gauge":{"dataPoints":[{"timeUnixNano":1767225600000000000,"asInt":"-7"}]}},
            {"name":"h","histogram":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","dataPoints":[
              {"timeUnixNano":"1767225600000000000","count":"3","sum":4,"bucketCounts":["1",2],"explicitBounds":[5]}
            ]}},
            {"name":"e","exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[{
              "timeUnixNano":"1767225600000000000",
              "count":4,
              "scale":-2,
              "zeroCount":"1",
              "positive":{"offset":-3,"bucketCounts":["2"]},
              "negative":{"bucketCounts":[1]}
            }]}}
            ]}]}]}
            """)).Text.ShouldBe("{}");

        (await _server.CountAsync("metric_point", "value = -7 OR count = 3 AND sum = 4 OR count = 4")).ShouldBe(3);
        (await _server.CountAsync("metric_series", "name = 'h' AND temporality = 1 OR name = 'e' AND temporality = 2")).ShouldBe(2);
    }

    private static string Request(string spans) => $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{spans}}]}]}]}""";

    private async Task SendAsync(string spans) => (await DoorCall.SendAsync(_server, DoorCall.Json, Signal.Traces, Request(spans))).Text.ShouldBe("{}");

    private async Task<Span> StoredAsync(string fields)
    {
        var trace = OtlpSamples.NewTrace();
        await SendAsync($$"""{"traceId":"{{trace}}","spanId":"eee19b7ec3c1b174","name":"n",{{fields}}}""");
        return (await _server.SpansAsync(trace)).ShouldHaveSingleItem();
    }
}
