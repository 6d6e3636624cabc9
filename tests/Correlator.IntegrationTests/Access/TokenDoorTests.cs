using System.Net;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Google.Protobuf;

namespace Correlator.IntegrationTests.Access;

/// <summary>Every door takes the same tokens and refuses in its own words.</summary>
public sealed class TokenDoorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly (string, string) Required = ("Correlator:Auth:Required", "true");

    [Theory]
    [InlineData("authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    public async Task Grpc_TokenInEitherHeader_IsTaken(string header, string before)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest);
        var call = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([]));

        (await (call with { Headers = new Dictionary<string, string> { [header] = before + token } }).SendAsync()).Status.ShouldBe("0");
    }

    [Fact]
    public async Task Grpc_NoTokenOrWrongOne_IsUnauthenticated_AndWithoutScopePermissionDenied()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var reader = await Tokens.CreateAsync(server, TokenScopes.Read);
        var call = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([]));

        var none = await call.SendAsync();
        var wrong = await (call with { Headers = Bearer(TokenText.New()) }).SendAsync();
        var forbidden = await (call with { Headers = Bearer(reader) }).SendAsync();

        none.Status.ShouldBe("16");
        none.Message.ShouldNotBeNull().ShouldContain("correlator token create --scope ingest");
        wrong.ShouldBe(none with { Body = wrong.Body });
        forbidden.Status.ShouldBe("7");
        forbidden.Message.ShouldNotBeNull().ShouldContain("scope ingest");
    }

    [Fact]
    public async Task Grpc_HealthCheck_NeedsNoToken()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);

        (await new GrpcCall(server.Grpc, GrpcCall.HealthCheck, GrpcCall.Frame([])).SendAsync()).Status.ShouldBe("0");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-protobuf")]
    public async Task Http_Refusals_AreStatusesInTheRequestsEncoding(string type)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var (sender, reader) = (await Tokens.CreateAsync(server, TokenScopes.Ingest), await Tokens.CreateAsync(server, TokenScopes.Read));

        var none = await PostAsync(server, type, null);
        var wrong = await PostAsync(server, type, TokenText.New());
        var forbidden = await PostAsync(server, type, reader);

        none.ShouldBe((HttpStatusCode.Unauthorized, 16, none.Message, "Bearer"));
        none.Message.ShouldContain("correlator token create --scope ingest");
        wrong.ShouldBe(none);
        forbidden.ShouldBe((HttpStatusCode.Forbidden, 7, forbidden.Message, "Bearer error=\"insufficient_scope\", scope=\"ingest\""));
        (await PostAsync(server, type, sender)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Firehose_AccessKey_IsAToken()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var (sender, reader) = (await Tokens.CreateAsync(server, TokenScopes.Ingest), await Tokens.CreateAsync(server, TokenScopes.Read));
        var record = FirehoseDelivery.LogRecord("/aws/lambda/one", "stream", (TimeProvider.System.GetUtcNow(), "hello"));
        var delivery = new FirehoseDelivery("/v1/aws/logs", record);

        (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await (delivery with { AccessKey = reader }).SendAsync(server)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await (delivery with { AccessKey = sender }).SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Export_OnLoopbackWithoutToken_IsTheLocalTenants_ButAWrongTokenIsRefused()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var trace = OtlpSamples.NewTrace();
        var call = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace))));

        (await (call with { Headers = Bearer(TokenText.New()) }).SendAsync()).Status.ShouldBe("16");
        (await call.SendAsync()).Status.ShouldBe("0");
        (await server.SpansAsync(trace)).ShouldHaveSingleItem();
    }

    private static Dictionary<string, string> Bearer(string token) => new() { ["authorization"] = $"Bearer {token}" };

    private static async Task<(HttpStatusCode Status, int Code, string Message, string Challenge)> PostAsync(
        CorrelatorServer server, string type, string? token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, "/v1/traces"))
        {
            Content = new ByteArrayContent(type == "application/json" ? Encoding.UTF8.GetBytes("{}") : []),
        };
        request.Content.Headers.ContentType = new(type);
        if (token is not null)
        {
            request.Headers.Add("x-api-key", token);
        }

        using var response = await client.SendAsync(request);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        var (code, message) = Read(await response.Content.ReadAsByteArrayAsync(), type);
        return (response.StatusCode, code, message, response.Headers.WwwAuthenticate.ToString());
    }

    private static (int Code, string Message) Read(byte[] body, string type)
    {
        if (body.Length == 0)
        {
            return (0, "");
        }

        if (type == "application/json")
        {
            var json = JsonDocument.Parse(body).RootElement;
            return json.TryGetProperty("code", out var told) ? (told.GetInt32(), json.GetProperty("message").GetString() ?? "") : (0, "");
        }

        var (code, message) = (0, "");
        var input = new CodedInputStream(body);
        while (input.ReadTag() is var tag and > 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    code = input.ReadInt32();
                    break;
                case 2:
                    message = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (code, message);
    }
}
