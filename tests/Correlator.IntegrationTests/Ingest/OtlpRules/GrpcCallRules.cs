using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>Rules of gRPC over HTTP/2 for one call: deadline, content type, message, compression, trailers.</summary>
public sealed class GrpcCallRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("1H")]
    [InlineData("5M")]
    [InlineData("30S")]
    [InlineData("30000m")]
    [InlineData("30000000u")]
    [InlineData("00000030S")]
    [InlineData("99999999H")]
    [InlineData("99999999M")]
    [InlineData("99999999S")]
    [InlineData("99999999m")]
    [InlineData("99999999u")]
    public async Task Timeout_LongEnough_IsMet(string timeout)
    {
        var trace = OtlpSamples.NewTrace();

        (await WithTimeout(timeout, trace).SendAsync()).Status.ShouldBe("0");

        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("0H")]
    [InlineData("0M")]
    [InlineData("0S")]
    [InlineData("0m")]
    [InlineData("0u")]
    [InlineData("0n")]
    [InlineData("1n")]
    [InlineData("00000000S")]
    public async Task Timeout_OfNothing_IsDeadlineExceededAndStoresNothing(string timeout)
    {
        (await WithTimeout(timeout, OtlpSamples.NewTrace()).SendAsync()).Status.ShouldBe("4");

        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("10s")]
    [InlineData("10h")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("1e3S")]
    [InlineData("1 S")]
    [InlineData("1S,2S")]
    public async Task Timeout_Malformed_IsInternalAndStoresNothing(string timeout)
    {
        (await WithTimeout(timeout, OtlpSamples.NewTrace()).SendAsync()).Status.ShouldBe("13");

        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData("application/grpc", 200)]
    [InlineData("application/grpc+proto", 200)]
    [InlineData("application/grpc; charset=utf-8", 200)]
    [InlineData("application/grpc+json", 415)]
    [InlineData("application/grpc-web", 415)]
    [InlineData("application/grpcx", 415)]
    [InlineData("application/x-protobuf", 415)]
    [InlineData("application/json", 415)]
    public async Task ContentType_OtherThanGrpc_IsHttp415(string contentType, int code)
    {
        var answer = await (Call(OtlpSamples.NewTrace()) with { ContentType = contentType }).SendAsync();

        ((int)answer.Http).ShouldBe(code);
        answer.Status.ShouldBe(code == 200 ? "0" : null);
    }

    [Fact]
    public async Task Answer_OfASuccess_IsAMessageAndTrailers()
    {
        var answer = await Call(OtlpSamples.NewTrace()).SendAsync();

        answer.ContentType.ShouldBe("application/grpc");
        answer.Body.ShouldBe(new byte[5]);
        answer.HasTrailers.ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_OfAFailure_IsTrailersOnlyWithHttp200()
    {
        var answer = await new GrpcCall(_server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([0x0a, 0xff, 0xff])).SendAsync();

        ((int)answer.Http).ShouldBe(200);
        (answer.Status, answer.Body.Length, answer.HasTrailers).ShouldBe(("3", 0, false));
        answer.Message.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(new byte[0], "no message")]
    [InlineData(new byte[] { 0, 0, 0 }, "half a prefix")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, "half a message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "two messages")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 7 }, "a byte behind the message")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, "an unknown flag")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "compressed, and no word of how")]
    public async Task Message_OtherThanExactlyOneOfAUnaryCall_IsInternal(byte[] body, string what)
    {
        var answer = await new GrpcCall(_server.Grpc, GrpcCall.TraceExport, body).SendAsync();

        answer.Status.ShouldBe("13", what);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("gzip", false)]
    [InlineData("identity", false)]
    public async Task Compression_MessageNotCompressedUnderAnEncoding_IsRead(string encoding, bool compressed)
    {
        var trace = OtlpSamples.NewTrace();
        var plain = OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace));
        var body = GrpcCall.Frame(compressed ? OtlpSamples.Gzip(plain) : plain, compressed);

        (await ExportAsync(body, encoding)).Status.ShouldBe("0");

        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Compression_CompressedMessageUnderIdentity_IsInternal()
    {
        var body = GrpcCall.Frame(OtlpSamples.Gzip([]), compressed: true);

        (await ExportAsync(body, "identity")).Status.ShouldBe("13");
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("snappy")]
    [InlineData("zstd")]
    public async Task Compression_Unknown_IsUnimplementedAndSaysWhatIsKnown(string encoding)
    {
        var answer = await (Call(OtlpSamples.NewTrace()) with { Headers = new Dictionary<string, string> { ["grpc-encoding"] = encoding } }).SendAsync();

        (answer.Status, answer.AcceptEncoding).ShouldBe(("12", "identity,gzip"));
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("identity, gzip", true)]
    [InlineData("deflate,identity", false)]
    [InlineData(null, false)]
    public async Task Compression_OfTheAnswer_IsWhatTheCallerAccepts(string? accepted, bool compressed)
    {
        var headers = accepted is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["grpc-accept-encoding"] = accepted };
        var body = GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.ManyFaultsJson()));

        var answer = await new GrpcCall(_server.Grpc, GrpcCall.TraceExport, body) { Headers = headers }.SendAsync();

        (answer.Status, answer.Encoding, answer.Body[0]).ShouldBe(("0", compressed ? "gzip" : null, (byte)(compressed ? 1 : 0)));
        var message = compressed ? OtlpSamples.Gunzip(answer.Body[5..]) : answer.Body[5..];
        System.Text.Encoding.UTF8.GetString(message).ShouldContain("span without a valid trace id");
    }

    [Theory]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Exports")]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService")]
    [InlineData("/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export")]
    [InlineData("/grpc.health.v1.Health/Watch")]
    [InlineData("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    [InlineData("/")]
    public async Task Method_Unknown_IsUnimplemented(string path) =>
        (await new GrpcCall(_server.Grpc, path, GrpcCall.Frame([])).SendAsync()).Status.ShouldBe("12");

    private Task<GrpcAnswer> ExportAsync(byte[] body, string encoding)
    {
        var headers = new Dictionary<string, string> { ["grpc-encoding"] = encoding };
        return new GrpcCall(_server.Grpc, GrpcCall.TraceExport, body) { Headers = headers }.SendAsync();
    }

    private GrpcCall WithTimeout(string timeout, TraceId trace) => Call(trace) with { Headers = new Dictionary<string, string> { ["grpc-timeout"] = timeout } };

    private GrpcCall Call(TraceId trace) =>
        new(_server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace))));
}
