using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>Rules of gRPC over HTTP/2 for a connection: frames, streams, pings, cancelled and stalled calls, metadata.</summary>
public sealed class GrpcConnectionRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Frames_OfOneByteEach_AreOneMessage()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var trace = OtlpSamples.NewTrace();
        await connection.BeginAsync(1);
        foreach (var one in Message(trace))
        {
            await connection.SendAsync(Http2Connection.Data, 0, 1, one);
        }

        await connection.EndAsync(1);

        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(100)]
    public async Task Frames_CutAnywhere_AreOneMessage(int cut)
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var trace = OtlpSamples.NewTrace();
        var message = Message(trace);
        await connection.BeginAsync(1);
        await connection.SendAsync(Http2Connection.Data, 0, 1, message[..cut]);
        await connection.EndAsync(1, message[cut..]);

        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Fact]
    public async Task Frames_EmptyAndPaddedOnes_AreNoMatter()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var trace = OtlpSamples.NewTrace();
        var message = Message(trace);
        await connection.BeginAsync(1);
        await connection.SendAsync(Http2Connection.Data, 0, 1);
        await connection.SendAsync(Http2Connection.Data, Http2Connection.Padded, 1, [3, .. message[..10], 0, 0, 0]);
        await connection.SendAsync(Http2Connection.Data, 0, 1);
        await connection.SendAsync(Http2Connection.Data, Http2Connection.Padded | Http2Connection.EndStream, 1, [2, .. message[10..], 0, 0]);

        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Fact]
    public async Task Streams_ManyAtOnceOnOneConnection_AreAllAnswered()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var traces = Enumerable.Range(0, 150).Select(_ => OtlpSamples.NewTrace()).ToArray();
        for (var call = 0; call < traces.Length; call++)
        {
            await connection.BeginAsync(Stream(call));
        }

        // Their frames come mixed, and the last call is the first to be whole.
        for (var call = 0; call < traces.Length; call++)
        {
            await connection.SendAsync(Http2Connection.Data, 0, Stream(call), Message(traces[call])[..7]);
        }

        for (var call = traces.Length - 1; call >= 0; call--)
        {
            await connection.EndAsync(Stream(call), Message(traces[call])[7..]);
        }

        for (var call = 0; call < traces.Length; call++)
        {
            (await connection.StatusAsync(Stream(call))).ShouldBe("0");
        }

        (await _server.SpansAsync(traces)).Count.ShouldBe(traces.Length);
    }

    [Fact]
    public async Task Streams_MoreThanAnnounced_AreRefusedAndTheOthersGoOn()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        (await PingAsync(connection)).ShouldBeTrue();
        connection.ServerSettings[3].ShouldBe(200u);
        for (var call = 0; call < 201; call++)
        {
            await connection.BeginAsync(Stream(call));
        }

        (await connection.StatusAsync(Stream(200))).ShouldBe($"reset {Http2Connection.RefusedStream}");
        var trace = OtlpSamples.NewTrace();
        await connection.EndAsync(1, Message(trace));
        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Fact]
    public async Task Pings_BetweenAndDuringCalls_AreAnsweredAndTheConnectionStays()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var trace = OtlpSamples.NewTrace();
        for (var ping = 0; ping < 50; ping++)
        {
            (await PingAsync(connection, (byte)ping)).ShouldBeTrue();
        }

        await connection.BeginAsync(1);
        await connection.SendAsync(Http2Connection.Data, 0, 1, Message(trace)[..9]);
        for (var ping = 0; ping < 50; ping++)
        {
            (await PingAsync(connection, (byte)ping)).ShouldBeTrue();
        }

        await connection.EndAsync(1, Message(trace)[9..]);
        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Fact]
    public async Task Cancelled_InsideItsMessage_StoresNothingAndTheConnectionGoesOn()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        for (var call = 0; call < 300; call++)
        {
            await connection.BeginAsync(Stream(call), ("grpc-timeout", "99999999H"));
            await connection.SendAsync(Http2Connection.Data, 0, Stream(call), Message(OtlpSamples.NewTrace())[..50]);
            await connection.SendAsync(Http2Connection.Reset, 0, Stream(call), 0, 0, 0, Http2Connection.Cancel);
        }

        var trace = OtlpSamples.NewTrace();
        await connection.BeginAsync(Stream(300));
        await connection.EndAsync(Stream(300), Message(trace));

        await ShouldBeStoredAsync(connection, Stream(300), trace);
        (await _server.CountAsync("ledger_request")).ShouldBe(1);
        await NothingInFlightAsync();
    }

    [Fact]
    public async Task Cancelled_WhileItsMessageIsCommitted_IsStoredOrNotAndTheConnectionGoesOn()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var traces = Enumerable.Range(0, 100).Select(_ => OtlpSamples.NewTrace()).ToArray();
        for (var call = 0; call < traces.Length; call++)
        {
            await connection.BeginAsync(Stream(call));
            await connection.EndAsync(Stream(call), Message(traces[call]));
            await connection.SendAsync(Http2Connection.Reset, 0, Stream(call), 0, 0, 0, Http2Connection.Cancel);
        }

        var trace = OtlpSamples.NewTrace();
        await connection.BeginAsync(Stream(traces.Length));
        await connection.EndAsync(Stream(traces.Length), Message(trace));

        await ShouldBeStoredAsync(connection, Stream(traces.Length), trace);
        await NothingInFlightAsync();

        // What was taken in all the same is there once, also for a sender who tries again.
        foreach (var again in traces.Take(10))
        {
            (await new GrpcCall(_server.Grpc, GrpcCall.TraceExport, Message(again)).SendAsync()).Status.ShouldBe("0");
        }

        (await _server.SpansAsync(traces[..10])).Count.ShouldBe(10);
    }

    [Fact]
    public async Task Cancelled_ByAClientLibrary_LeavesTheConnectionToOthers()
    {
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        using var client = new HttpClient(handler);
        for (var call = 0; call < 20; call++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(call));
            try
            {
                await new GrpcCall(_server.Grpc, GrpcCall.TraceExport, Message(OtlpSamples.NewTrace())).SendAsync(client, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // As the sender wished; some calls are faster.
            }
        }

        var export = new GrpcCall(_server.Grpc, GrpcCall.TraceExport, Message(OtlpSamples.NewTrace()));
        (await export.SendAsync(client, CancellationToken.None)).Status.ShouldBe("0");
        await NothingInFlightAsync();
    }

    [Fact]
    public async Task Timeout_PassedInsideTheMessage_IsDeadlineExceededAndTheConnectionGoesOn()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        await connection.BeginAsync(1, ("grpc-timeout", "100m"));
        await connection.SendAsync(Http2Connection.Data, 0, 1, Message(OtlpSamples.NewTrace())[..50]);

        (await connection.StatusAsync(1)).ShouldBe("4");
        var trace = OtlpSamples.NewTrace();
        await connection.BeginAsync(3);
        await connection.EndAsync(3, Message(trace));

        await ShouldBeStoredAsync(connection, 3, trace);
        await NothingInFlightAsync();
    }

    [Fact]
    public async Task Connection_DroppedInsideMessages_LeavesNothingInFlight()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        for (var call = 0; call < 50; call++)
        {
            await connection.BeginAsync(Stream(call));
            await connection.SendAsync(Http2Connection.Data, 0, Stream(call), Message(OtlpSamples.NewTrace())[..50]);
        }

        await Eventually.TrueAsync(() => Task.FromResult(Intake.ExportsInFlight == 50), "calls in flight");
        connection.Dispose();

        await NothingInFlightAsync();
        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(8 << 10)]
    [InlineData(24 << 10)]
    public async Task Metadata_WithinTheLimit_IsNoMatter(int length)
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        var trace = OtlpSamples.NewTrace();
        await connection.BeginAsync(1, ("x-custom", new string('x', length)), ("trace-bin", "AAEC"));
        await connection.EndAsync(1, Message(trace));

        await ShouldBeStoredAsync(connection, 1, trace);
    }

    [Fact]
    public async Task Metadata_BeyondTheLimit_IsRefusedAndOtherConnectionsGoOn()
    {
        using var connection = await Http2Connection.OpenAsync(_server.Grpc);
        try
        {
            await connection.BeginAsync(1, ("x-custom", new string('x', 40 << 10)));
            await connection.EndAsync(1, Message(OtlpSamples.NewTrace()));
            (await connection.StatusAsync(1)).ShouldNotBe("0");
        }
        catch (IOException)
        {
            // The server may close the connection before all is written or read.
        }

        using var other = await Http2Connection.OpenAsync(_server.Grpc);
        await other.BeginAsync(1);
        await other.EndAsync(1, Message(OtlpSamples.NewTrace()));
        (await other.StatusAsync(1)).ShouldBe("0");
        (await _server.CountAsync("ledger_request")).ShouldBe(1);
    }

    private static int Stream(int call) => (2 * call) + 1;

    private static byte[] Message(TraceId trace) => GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace)));

    private IntakeLimiter Intake => _server.Services.GetRequiredService<IntakeLimiter>();

    private Task NothingInFlightAsync() => Eventually.TrueAsync(() => Task.FromResult(Intake is { ExportsInFlight: 0, BytesInFlight: 0 }), "nothing in flight");

    private async Task ShouldBeStoredAsync(Http2Connection connection, int stream, TraceId trace)
    {
        (await connection.StatusAsync(stream)).ShouldBe("0");
        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    private static async Task<bool> PingAsync(Http2Connection connection, byte number = 0)
    {
        await connection.SendAsync(Http2Connection.Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, number);
        while (true)
        {
            var frame = await connection.ReadAsync();
            if (frame.Type == Http2Connection.GoAway)
            {
                return false;
            }

            if (frame is { Type: Http2Connection.Ping, Flags: Http2Connection.Ack })
            {
                return frame.Payload[7] == number;
            }
        }
    }
}
