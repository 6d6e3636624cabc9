using System.Net;
using System.Net.Sockets;
using System.Text;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Senders that take their time, on purpose or because they are gone: they hold little, not for long, and others are served meanwhile.</summary>
public sealed class SlowClientTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Many = 200;
    private const string Headers = "POST /v1/traces HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-protobuf\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(Headers, null, "headers without an end")]
    [InlineData(Headers + "Content-Length: 67108864\r\n\r\n", "408", "a large body that is announced and does not come")]
    [InlineData(Headers + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "408", "a chunk that does not end")]
    [InlineData(
        "POST /v1/aws/telemetry?faas.name=slow HTTP/1.1\r\nHost: here\r\nContent-Length: 67108864\r\n\r\n",
        "408",
        "events of the platform that do not come")]
    public async Task Send_HttpRequestThatDoesNotEnd_IsEndedAndOthersAreServed(string beginning, string? answer, string what)
    {
        await using var server = await StartAsync();
        var senders = new List<TcpClient>();
        for (var number = 0; number < Many; number++)
        {
            var sender = new TcpClient();
            await sender.ConnectAsync(IPAddress.Loopback, server.Http.Port);
            await sender.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
            senders.Add(sender);
        }

        await IsServedAsync(server, what);
        foreach (var sender in senders)
        {
            var told = await ReadToEndAsync(sender);
            if (answer is not null)
            {
                told.ShouldStartWith($"HTTP/1.1 {answer}", customMessage: what);
            }

            sender.Dispose();
        }

        await HoldsNothingAsync(server);
        await IsServedAsync(server, what);
    }

    [Fact]
    public async Task Send_GrpcMessagesThatDoNotEnd_AreEndedAndOthersAreServed()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();

        // All on one connection, which a well-behaved exporter uses beside them.
        var calls = Enumerable.Range(0, Many).Select(_ => SendAsync(client, server.Grpc)).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(server.Services.GetRequiredService<IntakeLimiter>().ExportsInFlight >= Many), "all calls begun");
        var trace = OtlpSamples.NewTrace();
        var export = new GrpcCall(
            server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace))));
        (await export.SendAsync(client, CancellationToken.None)).Status.ShouldBe("0");

        (await Task.WhenAll(calls)).ShouldAllBe(status => status == "4");
        await HoldsNothingAsync(server);
    }

    [Fact]
    public async Task Connect_MoreThanMayBeOpen_AreClosedAtOnceAndTheRestIsServed()
    {
        await using var server = await StartAsync(("Correlator:Ingest:MaxConnections", "20"));
        using var client = new HttpClient();
        await IsServedAsync(server, "the first", client);
        var idle = new List<TcpClient>();
        for (var number = 0; number < 40; number++)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, server.Http.Port);
            idle.Add(connection);
        }

        foreach (var connection in idle.Skip(20))
        {
            (await ReadToEndAsync(connection)).ShouldBeEmpty();
        }

        await IsServedAsync(server, "who was there before", client);
        idle.ForEach(connection => connection.Dispose());
        using var newcomer = new HttpClient();
        await Eventually.TrueAsync(async () => await TryAsync(server, newcomer), "room for a newcomer");
    }

    private Task<CorrelatorServer> StartAsync(params (string Key, string Value)[] settings) =>
        CorrelatorServer.StartAsync(postgres, [("Correlator:Ingest:BodyTimeout", Patience.ToString()), .. settings]);

    private static Task HoldsNothingAsync(CorrelatorServer server)
    {
        var intake = server.Services.GetRequiredService<IntakeLimiter>();
        return Eventually.TrueAsync(
            () => Task.FromResult(intake is { BytesInFlight: 0, ExportsInFlight: 0 }),
            $"an empty intake (it holds {intake.BytesInFlight} bytes of {intake.ExportsInFlight} requests)");
    }

    private static async Task IsServedAsync(CorrelatorServer server, string beside, HttpClient? client = null)
    {
        using var own = new HttpClient();
        (await TryAsync(server, client ?? own)).ShouldBeTrue($"an exporter is served beside {beside}");
    }

    private static async Task<bool> TryAsync(CorrelatorServer server, HttpClient client)
    {
        using var content = new StringContent(OtlpSamples.SpansJson(OtlpSamples.NewTrace()), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> ReadToEndAsync(TcpClient connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var told = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                told.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset instead of closed: ended all the same.
        }

        return told.ToString();
    }

    private static async Task<string?> SendAsync(HttpClient client, Uri grpc)
    {
        using var content = new StalledContent(GrpcCall.Frame(new byte[1000])[..100]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(grpc, GrpcCall.TraceExport))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        var isTold = response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values);
        return isTold ? string.Join(',', values!) : null;
    }

    /// <summary>Begins, and waits for ever.</summary>
    private sealed class StalledContent(byte[] beginning) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(beginning, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
