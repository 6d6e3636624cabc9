using Correlator.IntegrationTests.Ingest.OtlpRules;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest;

public sealed class GrpcDoorTests(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    public Task InitializeAsync() => rules.Server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Export_Spans_StoresThemAndAnswersWithAnEmptyResponse()
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();

        var answer = await Export(server, OtlpSamples.SpansJson(trace, count: 3)).SendAsync();

        answer.Status.ShouldBe("0");
        answer.Body.ShouldBe(new byte[5]);
        (await server.SpansAsync(trace)).Select(span => span.Name).ShouldBe(["work", "work", "work"]);
    }

    [Fact]
    public async Task Export_LogsAndMetrics_AreStored()
    {
        var server = rules.Server;
        var logs = OtlpSamples.Protobuf(Signal.Logs, OtlpSamples.LogJson("hello"));
        var metrics = OtlpSamples.Protobuf(Signal.Metrics, OtlpSamples.MetricJson("queue.depth"));

        (await new GrpcCall(server.Grpc, GrpcCall.LogsExport, GrpcCall.Frame(logs)).SendAsync()).Status.ShouldBe("0");
        (await new GrpcCall(server.Grpc, GrpcCall.MetricsExport, GrpcCall.Frame(metrics)).SendAsync()).Status.ShouldBe("0");

        (await server.CountAsync("log_block", "records = 1")).ShouldBe(1);
        (await server.CountAsync("metric_point", "value = 1.5")).ShouldBe(1);
    }

    [Fact]
    public async Task Export_Gzip_IsRead()
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();
        var message = OtlpSamples.Gzip(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace)));
        var headers = new Dictionary<string, string> { ["grpc-encoding"] = "gzip" };

        var answer = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(message, compressed: true)) { Headers = headers }.SendAsync();

        answer.Status.ShouldBe("0");
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Export_SameRequestTwice_IsStoredOnce()
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();
        var call = Export(server, OtlpSamples.SpansJson(trace, count: 2));

        (await call.SendAsync()).Status.ShouldBe("0");
        (await call.SendAsync()).Status.ShouldBe("0");

        (await server.SpansAsync(trace)).Count.ShouldBe(2);
        (await server.CountAsync("span_block")).ShouldBe(1);
    }

    [Fact]
    public async Task Export_ManyCallsOnOneConnection_AllSucceed()
    {
        var server = rules.Server;
        var traces = Enumerable.Range(0, 100).Select(_ => OtlpSamples.NewTrace()).ToArray();

        var answers = await Task.WhenAll(traces.Select(trace => Export(server, OtlpSamples.SpansJson(trace, padding: new string('x', 20_000))).SendAsync()));

        answers.ShouldAllBe(answer => answer.Status == "0");
        (await server.SpansAsync(traces)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task Export_SomeInvalidSpans_StoresTheRestAndReportsThem()
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();

        var answer = await Export(server, OtlpSamples.HalfValidJson(trace)).SendAsync();

        // partial_success { rejected_spans: 1, error_message: ... }
        answer.Status.ShouldBe("0");
        answer.Body[5].ShouldBe((byte)0x0a);
        answer.Body[7..9].ShouldBe(new byte[] { 0x08, 1 });
        System.Text.Encoding.UTF8.GetString(answer.Body).ShouldContain("trace id");
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Export_NoValidSpan_AnswersWithoutTouchingTheStore()
    {
        var server = rules.Server;
        var answer = await Export(server, OtlpSamples.SpansJson(default)).SendAsync();

        answer.Status.ShouldBe("0");
        answer.Body[7..9].ShouldBe(new byte[] { 0x08, 1 });
        (await server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Fact]
    public async Task Export_EmptyRequest_IsASuccess()
    {
        var server = rules.Server;
        (await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])).SendAsync()).Status.ShouldBe("0");
    }

    [Fact]
    public async Task Export_LargerThanTheLimit_IsResourceExhaustedForGood()
    {
        var server = rules.Server;
        var plain = await Export(server, OtlpSamples.SpansJson(OtlpSamples.NewTrace(), padding: new string('x', 100_001))).SendAsync();
        var bomb = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Gzip(new byte[10 << 20]), compressed: true))
        {
            Headers = new Dictionary<string, string> { ["grpc-encoding"] = "gzip" },
        }.SendAsync();

        foreach (var answer in new[] { plain, bomb })
        {
            answer.Status.ShouldBe("8");
            answer.HasRetryInfo.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Export_NotProtobuf_IsInvalidArgument()
    {
        var server = rules.Server;
        (await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([0x0a, 0xff, 0xff])).SendAsync()).Status.ShouldBe("3");
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    public async Task Export_BadFrame_IsInternal(byte[] body)
    {
        var server = rules.Server;
        (await new GrpcCall(server.Grpc, GrpcCall.TraceExport, body).SendAsync()).Status.ShouldBe("13");
    }

    [Fact]
    public async Task Export_UnknownCompression_IsUnimplementedAndSaysWhatIsKnown()
    {
        var server = rules.Server;
        var export = Export(server, OtlpSamples.SpansJson(OtlpSamples.NewTrace()));

        var answer = await (export with { Headers = new Dictionary<string, string> { ["grpc-encoding"] = "zstd" } }).SendAsync();

        answer.Status.ShouldBe("12");
        answer.AcceptEncoding.ShouldBe("identity,gzip");
    }

    [Theory]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Exports")]
    [InlineData("/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export")]
    [InlineData("/grpc.health.v1.Health/Watch")]
    public async Task Call_UnknownMethod_IsUnimplemented(string path)
    {
        var server = rules.Server;
        (await new GrpcCall(server.Grpc, path, GrpcCall.Frame([])).SendAsync()).Status.ShouldBe("12");
    }

    [Fact]
    public async Task Call_OtherContentType_Is415()
    {
        var server = rules.Server;
        ((int)(await (Export(server, "{}") with { ContentType = "application/json" }).SendAsync()).Http).ShouldBe(415);
    }

    [Fact]
    public async Task Call_TimeoutPassed_IsDeadlineExceeded()
    {
        // It may be stored yet, later.
        await using var server = await CorrelatorServer.StartAsync(rules.Postgres);
        var export = Export(server, OtlpSamples.SpansJson(OtlpSamples.NewTrace()));

        var answer = await (export with { Headers = new Dictionary<string, string> { ["grpc-timeout"] = "1n" } }).SendAsync();

        answer.Status.ShouldBe("4");
    }

    [Theory]
    [InlineData("")]
    [InlineData("opentelemetry.proto.collector.logs.v1.LogsService")]
    public async Task Health_KnownService_IsServing(string service)
    {
        var server = rules.Server;
        var answer = await Health(server, service).SendAsync();

        answer.Status.ShouldBe("0");
        answer.Body.ShouldBe(new byte[] { 0, 0, 0, 0, 2, 8, 1 });
    }

    [Fact]
    public async Task Health_UnknownService_IsNotFound()
    {
        var server = rules.Server;
        (await Health(server, "no.such.Service").SendAsync()).Status.ShouldBe("5");
    }

    private static GrpcCall Health(CorrelatorServer server, string service)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(service);
        return new GrpcCall(server.Grpc, GrpcCall.HealthCheck, GrpcCall.Frame(name.Length == 0 ? [] : [0x0a, (byte)name.Length, .. name]));
    }

    private static GrpcCall Export(CorrelatorServer server, string json) =>
        new(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, json)));
}
