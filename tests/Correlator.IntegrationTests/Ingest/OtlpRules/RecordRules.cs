using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What the data model says of records: ids, times, flags, values; each by every door.</summary>
public sealed class RecordRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;

    public static TheoryData<string> Doors => TransportRules.Doors;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Span_FlagsStateDroppedCountsAndLinks_AreKept(string door)
    {
        var span = await StoredAsync(door, """
            "traceState":"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE","flags":769,"droppedAttributesCount":1,"droppedEventsCount":2,"droppedLinksCount":4,
            "links":[{
              "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b175","traceState":"a=b","flags":257,
              "attributes":[{"key":"k","value":{"intValue":"1"}}]
            }],
            "events":[{"timeUnixNano":"1767225600000000500","name":"e","attributes":[{"key":"k","value":{"boolValue":true}}]}]
            """);

        (span.Flags, span.TraceState, span.Dropped).ShouldBe((769u, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", 7u));
        var link = span.Links.ShouldHaveSingleItem();
        (link.TraceId.ToString(), link.SpanId.ToString()).ShouldBe(("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b175"));
        (link.Flags, link.TraceState, link.Attributes.ShouldHaveSingleItem().Value).ShouldBe((257u, "a=b", 1L));
        var happening = span.Events.ShouldHaveSingleItem();
        (happening.TimeNano, happening.Name, happening.Attributes.ShouldHaveSingleItem().Value).ShouldBe((1_767_225_600_000_000_500, "e", true));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Span_ValuesOfEveryKind_AreKept(string door)
    {
        var span = await StoredAsync(door, """
            "attributes":[
            {"key":"text","value":{"stringValue":"é"}},
            {"key":"flag","value":{"boolValue":false}},
            {"key":"int","value":{"intValue":"-9223372036854775808"}},
            {"key":"real","value":{"doubleValue":0.1}},
            {"key":"bytes","value":{"bytesValue":"AQI="}},{"key":"none","value":{}},{"key":"absent"},
            {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"},{},{"boolValue":true}]}}},
            {"key":"map","value":{"kvlistValue":{"values":[{"key":"in","value":{"arrayValue":{}}}]}}}]
            """);

        var values = span.Attributes.ToDictionary(attribute => attribute.Key);
        (values["text"].Value, values["flag"].Value, values["int"].Value, values["real"].Value).ShouldBe(("é", false, long.MinValue, 0.1));
        values["bytes"].Value.ShouldBe(new byte[] { 1, 2 });
        (values["none"].Kind, values["absent"].Kind).ShouldBe((AttributeKind.Empty, AttributeKind.Empty));
        (values["list"].Value, values["map"].Value).ShouldBe(("""["a",1,null,true]""", """{"in":[]}"""));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Span_KindsAndStatuses_UnknownNumbersAreTakenForUnspecified(string door)
    {
        var failed = await StoredAsync(door, "\"kind\":5,\"status\":{\"code\":2,\"message\":\"bad\"}");
        failed.Kind.ShouldBe(SpanKind.Consumer);
        (failed.Status, failed.StatusMessage).ShouldBe((SpanStatus.Error, "bad"));

        var unknown = await StoredAsync(door, "\"kind\":99,\"status\":{\"code\":99}");
        unknown.Kind.ShouldBe(SpanKind.Unspecified);
        unknown.Status.ShouldBe(SpanStatus.Unset);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Span_WithoutAValidId_IsRejectedAndTheOthersAreKept(string door)
    {
        var trace = OtlpSamples.NewTrace();
        (string Trace, string Span)[] ids =
        [
            (trace.ToString(), "0000000000000001"),
            ("", "0000000000000001"),
            (new string('0', 32), "0000000000000001"),
            ("5b8e", "0000000000000001"),
            (trace.ToString(), ""),
            (trace.ToString(), new string('0', 16)),
            (trace.ToString(), "01"),
        ];
        var spans = string.Join(',', ids.Select(id =>
            $$"""{"traceId":"{{id.Trace}}","spanId":"{{id.Span}}","name":"n","startTimeUnixNano":"1767225600000000000"}"""));

        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{spans}}]}]}]}""");

        answer.IsSuccess.ShouldBeTrue();
        answer.Text.ShouldContain("3 x span without a valid trace id");
        answer.Text.ShouldContain("3 x span without a valid span id");
        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Log_TimesIdsFlagsAndSeverity_AreKept(string door)
    {
        var log = await StoredLogAsync(door, """
            "timeUnixNano":"1767225600000000000","observedTimeUnixNano":"1767225600000000007",
            "severityNumber":18,"severityText":"Fehler","eventName":"billed",
            "flags":1,"spanId":"eee19b7ec3c1b175","body":{"stringValue":"hello"}
            """);

        (log.TimeNano, log.ObservedNano, log.Severity, log.SeverityText, log.EventName, log.Flags, log.SpanId.ToString(), log.Body)
            .ShouldBe((1_767_225_600_000_000_000, 1_767_225_600_000_000_007, (byte)18, "Fehler", "billed", 1u, "eee19b7ec3c1b175", "hello"));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Log_WithoutATime_HasTheObservedOneOrThatOfReceipt(string door)
    {
        (await StoredLogAsync(door, "\"observedTimeUnixNano\":\"1767225600000000007\"")).TimeNano.ShouldBe(1_767_225_600_000_000_007);
        (await StoredLogAsync(door, "\"body\":{\"stringValue\":\"when?\"}")).TimeNano.ShouldBeGreaterThan(1_767_225_600_000_000_000);
    }

    [Theory]
    [InlineData(DoorCall.Grpc, "error", 17)]
    [InlineData(DoorCall.Protobuf, "Warning", 13)]
    [InlineData(DoorCall.Json, "CRITICAL", 21)]
    public async Task Log_SeverityInWordsAlone_HasItsNumber(string door, string text, byte number) =>
        (await StoredLogAsync(door, $"\"severityText\":\"{text}\"")).Severity.ShouldBe(number);

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Log_IdsOfAWrongLength_AreAbsent(string door)
    {
        (await StoredLogAsync(door, "\"timeUnixNano\":\"1767225600000000000\",\"spanId\":\"01\"")).SpanId.IsZero.ShouldBeTrue();
        var answer = await DoorCall.SendAsync(_server, door, Signal.Logs, """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
            {"timeUnixNano":"1767225600000000000","traceId":"5b8e","spanId":"01","body":{"stringValue":"x"}}
            ]}]}]}
            """);
        answer.Text.ShouldBe(door == DoorCall.Json ? "{}" : "");

        (await _server.SumAsync("ledger_batch", "log_records")).ShouldBe(2);
        (await _server.CountAsync("trace_block", "trace_id::text LIKE '5b8e%'")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Point_WithoutARecordedValue_IsAcceptedAndHasNone(string door)
    {
        var answer = await DoorCall.SendAsync(_server, door, Signal.Metrics, """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[
            {"timeUnixNano":"1767225600000000000","flags":1},
            {"timeUnixNano":"1767225601000000000","asInt":"7"}
            ]}}]}]}]}
            """);

        answer.Text.ShouldBe(door == DoorCall.Json ? "{}" : "");
        (await _server.CountAsync("metric_point")).ShouldBe(1);
        (await _server.CountAsync("metric_point", "value = 7")).ShouldBe(1);
    }

    private async Task<Span> StoredAsync(string door, string fields)
    {
        var trace = OtlpSamples.NewTrace();
        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, $$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{
            "traceId":"{{trace}}","spanId":"eee19b7ec3c1b174","name":"n",
            "startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225600000001000",
            {{fields}}
            }]}]}]}
            """);
        answer.Text.ShouldBe(door == DoorCall.Json ? "{}" : "");
        return (await _server.SpansAsync(trace)).ShouldHaveSingleItem();
    }

    private async Task<LogRecord> StoredLogAsync(string door, string fields)
    {
        var trace = OtlpSamples.NewTrace();
        var json = $$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"{{trace}}",{{fields}}}]}]}]}""";
        (await DoorCall.SendAsync(_server, door, Signal.Logs, json)).Text.ShouldBe(door == DoorCall.Json ? "{}" : "");
        return (await _server.LogsAsync(trace)).ShouldHaveSingleItem();
    }
}
