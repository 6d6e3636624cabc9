using System.Net;
using System.Net.Sockets;
using System.Text;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>Rules of OTLP/HTTP beyond those of every door.</summary>
public sealed class HttpRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private const string Head = "POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
    private static readonly HttpClient Client = new();
    private readonly CorrelatorServer _server = rules.Server;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("Application/JSON ; charset=\"UTF-8\"")]
    [InlineData("application/x-protobuf; charset=utf-8")]
    public async Task MediaType_WithParametersInAnyCase_IsUnderstoodAndAnsweredInKind(string contentType)
    {
        var isJson = contentType.Contains("json", StringComparison.OrdinalIgnoreCase);

        using var response = await SendAsync(HttpMethod.Post, "/v1/traces", contentType, isJson ? "{}" : "");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(isJson ? "application/json" : "application/x-protobuf");
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0, identity", false)]
    [InlineData("br", false)]
    [InlineData(null, false)]
    public async Task Compression_OfTheAnswer_IsWhatTheCallerAccepts(string? accepted, bool compressed)
    {
        using var request = Post(OtlpSamples.ManyFaultsJson());
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentEncoding.ShouldBe(compressed ? ["gzip"] : []);
        var body = await response.Content.ReadAsByteArrayAsync();
        Encoding.UTF8.GetString(compressed ? OtlpSamples.Gunzip(body) : body).ShouldContain("\"rejectedSpans\":\"3\"");
    }

    [Fact]
    public async Task Headers_BeyondTheLimit_AreRefused()
    {
        using var request = Post("{}");
        request.Headers.Add("x-custom", new string('x', 40 << 10));

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task Version_Http10_IsAnswered()
    {
        using var socket = await RawAsync("POST /v1/traces HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

        (await ReadUntilAsync(socket.GetStream(), "{}")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Body_InChunksOfOneByte_IsRead()
    {
        using var socket = await RawAsync(Head + "Transfer-Encoding: chunked\r\n\r\n");
        socket.NoDelay = true;
        var stream = socket.GetStream();
        var trace = OtlpSamples.NewTrace();
        foreach (var one in OtlpSamples.SpansJson(trace))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"1\r\n{one}\r\n"));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes("0\r\n\r\n"));

        (await ReadUntilAsync(stream, "{}")).ShouldStartWith("HTTP/1.1 200");
        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Body_ShorterThanItsLength_LeavesTheServerToOthers()
    {
        using var socket = await RawAsync(Head + "Content-Length: 200\r\n\r\n{");
        socket.Client.Shutdown(SocketShutdown.Send);

        using var response = await SendAsync(HttpMethod.Post, "/v1/traces", "application/json", "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("POST", "/v1/other", "application/json", 404)]
    [InlineData("POST", "/", "application/json", 404)]
    [InlineData("PUT", "/v1/traces", "application/json", 405)]
    [InlineData("DELETE", "/v1/logs", "application/json", 405)]
    [InlineData("POST", "/v1/traces", "text/plain", 415)]
    [InlineData("POST", "/v1/metrics", "application/grpc", 415)]
    public async Task Other_PathVerbOrType_IsRefusedWithAStatus(string verb, string path, string contentType, int code)
    {
        using var response = await SendAsync(new HttpMethod(verb), path, contentType, "{}");

        ((int)response.StatusCode).ShouldBe(code);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"message\":");
    }

    [Fact]
    public async Task KeepAlive_RequestsInARow_ShareAConnection()
    {
        var request = Encoding.ASCII.GetBytes(Head + "Content-Length: 2\r\n\r\n{}");
        using var socket = await RawAsync("");
        var stream = socket.GetStream();

        for (var round = 0; round < 3; round++)
        {
            await stream.WriteAsync(request);
            (await ReadUntilAsync(stream, "{}")).ShouldStartWith("HTTP/1.1 200");
        }
    }

    [Fact]
    public async Task ConnectionDrop_InsideABody_LeavesNothingAndTheServerGoesOn()
    {
        (await RawAsync(Head + "Content-Length: 200\r\n\r\n{\"resourceSpans\":")).Dispose();

        using var response = await SendAsync(HttpMethod.Post, "/v1/traces", "application/json", "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://other.example", false)]
    public async Task CrossOrigin_ExportsOfConfiguredOrigins_AreAllowed(string origin, bool allowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(_server.Http, "/v1/traces"))
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "content-type,x-api-key" },
            },
        };
        using var export = Post("{}");
        export.Headers.Add("Origin", origin);

        using var asked = await Client.SendAsync(preflight);
        using var sent = await Client.SendAsync(export);

        asked.StatusCode.ShouldBe(allowed ? HttpStatusCode.NoContent : HttpStatusCode.MethodNotAllowed);
        Header(asked, "Access-Control-Allow-Headers").ShouldBe(allowed ? "content-type,x-api-key" : null);
        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(sent, "Access-Control-Allow-Origin").ShouldBe(allowed ? origin : null);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values).Replace(" ", "", StringComparison.Ordinal) : null;

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var text = "";
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            text += read > 0 ? Encoding.ASCII.GetString(buffer, 0, read) : throw new EndOfStreamException(text);
        }

        return text;
    }

    /// <summary>A connection on which this text was sent.</summary>
    private async Task<TcpClient> RawAsync(string text)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(_server.Http.Host, _server.Http.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return socket;
    }

    private HttpRequestMessage Post(string json) =>
        new(HttpMethod.Post, new Uri(_server.Http, "/v1/traces")) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string contentType, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(method, new Uri(_server.Http, path)) { Content = content };
        return await Client.SendAsync(request);
    }
}
