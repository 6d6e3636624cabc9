using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What the OTLP specification demands of a server whatever the transport; each test is a rule.</summary>
public sealed class TransportRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;

    public static TheoryData<string> Doors => [DoorCall.Grpc, DoorCall.Protobuf, DoorCall.Json];

    public static TheoryData<string, string> DoorsAndSignals
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var door in new[] { DoorCall.Grpc, DoorCall.Protobuf, DoorCall.Json })
            {
                foreach (var signal in Enum.GetNames<Signal>())
                {
                    data.Add(door, signal);
                }
            }

            return data;
        }
    }

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(DoorsAndSignals))]
    public async Task Success_IsTheEmptyMessageOfTheRequestsEncoding(string door, string signalName)
    {
        var signal = Enum.Parse<Signal>(signalName);

        var answer = await DoorCall.SendAsync(_server, door, signal, Sample(signal));

        answer.IsSuccess.ShouldBeTrue();
        answer.Text.ShouldBe(door == DoorCall.Json ? "{}" : "");
        answer.ContentType.ShouldBe(door == DoorCall.Grpc ? "application/grpc" : door);
        (await _server.CountAsync(signal switch { Signal.Traces => "span_block", Signal.Logs => "log_block", _ => "metric_point" })).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(DoorsAndSignals))]
    public async Task PartialSuccess_IsASuccessThatCountsAndNamesWhatWasRejected(string door, string signalName)
    {
        var signal = Enum.Parse<Signal>(signalName);

        var answer = await DoorCall.SendAsync(_server, door, signal, HalfValid(signal));

        (answer.IsSuccess, answer.AsksToRetry).ShouldBe((true, false));
        answer.Text.ShouldContain(signal switch { Signal.Traces => "trace id", Signal.Logs => "year 2262", _ => "without a time" });
        if (door == DoorCall.Json)
        {
            var partial = JsonDocument.Parse(answer.Text).RootElement.GetProperty("partialSuccess");
            var rejected = signal switch
            {
                Signal.Traces => "rejectedSpans",
                Signal.Logs => "rejectedLogRecords",
                _ => "rejectedDataPoints",
            };
            partial.GetProperty(rejected).GetString().ShouldBe("1");
        }
        else
        {
            // partial_success = 1 { rejected = 1: 1, error_message = 2 }
            answer.Body[0].ShouldBe((byte)0x0a);
            answer.Body[2..5].ShouldBe(new byte[] { 0x08, 1, 0x12 });
        }

        (await _server.SumAsync("ledger_request", "records")).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(DoorsAndSignals))]
    public async Task Empty_RequestAndEnvelopes_AreASuccess(string door, string signalName)
    {
        var signal = Enum.Parse<Signal>(signalName);
        var (resources, scopes, records) = signal switch
        {
            Signal.Traces => ("resourceSpans", "scopeSpans", "spans"),
            Signal.Logs => ("resourceLogs", "scopeLogs", "logRecords"),
            _ => ("resourceMetrics", "scopeMetrics", "metrics"),
        };
        string[] empty =
        [
            "{}",
            $$"""{"{{resources}}":[]}""",
            $$"""{"{{resources}}":[{}]}""",
            $$"""{"{{resources}}":[{"resource":{},"{{scopes}}":[{}]}]}""",
            $$"""{"{{resources}}":[{"{{scopes}}":[{"{{records}}":[]}]}]}""",
        ];
        foreach (var json in empty)
        {
            var answer = await DoorCall.SendAsync(_server, door, signal, json);

            (answer.IsSuccess, answer.Text).ShouldBe((true, door == DoorCall.Json ? "{}" : ""), json);
        }

        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task UnknownFields_AreIgnored(string door)
    {
        var trace = OtlpSamples.NewTrace();
        var json = OtlpSamples.SpansJson(trace);
        const string unknown = """ "color":{"deep":[1,{"a":null}]},"name":"work","instrumentationLibrarySpans":[1] """;
        var body = door == DoorCall.Json
            ? System.Text.Encoding.UTF8.GetBytes(json.Replace("\"name\":\"work\"", unknown, StringComparison.Ordinal))
            :
            [
                0xA2, 0x06, 2, 1, 2,
                0xC2, 0x3E, 0,
                .. DoorCall.Encode(door, Signal.Traces, json),
                0x98, 0x06, 7,
                0xA5, 0x06, 1, 2, 3, 4,
                0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8,
            ];

        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, body);

        answer.IsSuccess.ShouldBeTrue(answer.Text + answer.Message);
        (await _server.SpansAsync(trace)).ShouldHaveSingleItem().Name.ShouldBe("work");
    }

    [Theory]
    [MemberData(nameof(DoorsAndSignals))]
    public async Task BadData_IsRefusedForGoodWithAStatus(string door, string signalName)
    {
        var answer = await DoorCall.SendAsync(_server, door, Enum.Parse<Signal>(signalName), [0x0a, 0xff, 0xff]);

        (answer.IsSuccess, answer.AsksToRetry).ShouldBe((false, false));
        answer.Code.ShouldBe(door == DoorCall.Grpc ? "3" : "400");
        ShouldBeAStatus(answer, door, code: 3);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Limit_IsOfTheSizeAfterDecompression(string door)
    {
        var large = DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(OtlpSamples.NewTrace(), padding: new string('x', 100_001)));
        var bomb = new byte[10 << 20];

        foreach (var answer in new[]
        {
            await DoorCall.SendAsync(_server, door, Signal.Traces, large),
            await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.Gzip(large), gzip: true),
            await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.Gzip(bomb), gzip: true),
        })
        {
            answer.Code.ShouldBe(door == DoorCall.Grpc ? "8" : "413");
            answer.AsksToRetry.ShouldBeFalse();
            ShouldBeAStatus(answer, door, code: 8);
        }

        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Limit_RequestOfExactlyThatSize_IsTaken(string door)
    {
        var trace = OtlpSamples.NewTrace();
        var padding = 100_000 - DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(trace, padding: new string('x', 90_000))).Length + 90_000;
        var body = DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(trace, padding: new string('x', padding)));
        body.Length.ShouldBe(100_000);

        (await DoorCall.SendAsync(_server, door, Signal.Traces, body)).IsSuccess.ShouldBeTrue();
        (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.Gzip(body), gzip: true)).IsSuccess.ShouldBeTrue();
        (await DoorCall.SendAsync(_server, door, Signal.Traces, [.. body, (byte)' '])).Code.ShouldBe(door == DoorCall.Grpc ? "8" : "413");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Compression_Gzip_IsReadOfOneMemberAndOfSeveral(string door)
    {
        var (one, several) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        var first = DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(one));
        var second = DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(several));
        byte[] members = [.. OtlpSamples.Gzip(second[..20]), .. OtlpSamples.Gzip(second[20..50]), .. OtlpSamples.Gzip(second[50..])];

        (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.Gzip(first), gzip: true)).IsSuccess.ShouldBeTrue();
        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, members, gzip: true);

        answer.IsSuccess.ShouldBeTrue(answer.Text);
        (await _server.SpansAsync(one, several)).Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Compression_NotWhatItClaims_IsRefusedForGood(string door)
    {
        var whole = OtlpSamples.Gzip(DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(OtlpSamples.NewTrace())));
        foreach (var body in new[] { "no gzip"u8.ToArray(), whole[..^9], whole[..(whole.Length / 2)] })
        {
            var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, body, gzip: true);

            (answer.Code, answer.AsksToRetry).ShouldBe((door == DoorCall.Grpc ? "13" : "400", false));
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Compression_Unknown_IsRefusedForGood(string door)
    {
        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, DoorCall.Encode(door, Signal.Traces, "{}"), "br");

        (answer.Code, answer.AsksToRetry).ShouldBe((door == DoorCall.Grpc ? "12" : "415", false));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Duplicate_SameRequestAgain_IsASuccessAndStoredOnce(string door)
    {
        var trace = OtlpSamples.NewTrace();
        for (var time = 0; time < 3; time++)
        {
            (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.SpansJson(trace, count: 2))).IsSuccess.ShouldBeTrue();
        }

        (await _server.CountAsync("span_block")).ShouldBe(1);
        (await _server.SpansAsync(trace)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Duplicate_SameSpansByEveryDoor_AreShownAndCountedOnce()
    {
        var trace = OtlpSamples.NewTrace();
        foreach (var door in new[] { DoorCall.Grpc, DoorCall.Protobuf, DoorCall.Json })
        {
            (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.SpansJson(trace, count: 2))).IsSuccess.ShouldBeTrue();
        }

        await _server.CorrelatedAsync();
        (await _server.SpansAsync(trace)).Count.ShouldBe(2);
        (await _server.SumAsync("function_minute", "invocations")).ShouldBe(2);
    }

    private static void ShouldBeAStatus(DoorAnswer answer, string door, int code)
    {
        switch (door)
        {
            case DoorCall.Grpc:
                answer.Message.ShouldNotBeEmpty();
                break;
            case DoorCall.Json:
                answer.ContentType.ShouldBe(DoorCall.Json);
                var status = JsonDocument.Parse(answer.Text).RootElement;
                status.GetProperty("code").GetInt32().ShouldBe(code);
                (status.GetProperty("message").GetString()?.Length > 0).ShouldBeTrue();
                status.TryGetProperty("details", out _).ShouldBeFalse();
                break;
            default:
                // google.rpc.Status { code = 1, message = 2 }
                answer.ContentType.ShouldBe(DoorCall.Protobuf);
                answer.Body[..3].ShouldBe(new byte[] { 0x08, (byte)code, 0x12 });
                break;
        }
    }

    private static string Sample(Signal signal) => signal switch
    {
        Signal.Traces => OtlpSamples.SpansJson(OtlpSamples.NewTrace()),
        Signal.Logs => OtlpSamples.LogJson("hello"),
        _ => OtlpSamples.MetricJson("queue.depth"),
    };

    private static string HalfValid(Signal signal) => signal switch
    {
        Signal.Traces => OtlpSamples.HalfValidJson(OtlpSamples.NewTrace()),
        Signal.Logs =>
            """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
            {"timeUnixNano":"1767225600000000000"},
            {"timeUnixNano":"18446744073709551615"}
            ]}]}]}
            """,
        _ =>
            """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[
            {"timeUnixNano":"1767225600000000000","asInt":1},
            {"asInt":2}
            ]}}]}]}]}
            """,
    };
}
