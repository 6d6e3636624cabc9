using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;
using static Correlator.IntegrationTests.Ingest.TelemetryDoor;

namespace Correlator.IntegrationTests.Ingest;

/// <summary>What the door for events of the Telemetry API takes, and what it refuses.</summary>
public sealed class TelemetryDoorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly PlatformEvents _events = new();

    [Fact]
    public async Task Post_IdentityInAHeader_IsRead()
    {
        await using var server = await StartAsync();
        using var request = Request(server, "", _events.Report("r-1", "success"));
        request.Headers.Add("X-Correlator-Resource", "faas.name=billing, service.name=the%20shop");

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.CorrelatedAsync();
        (await server.CountAsync("function", "name = 'billing' AND service = 'the shop'")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_WithoutAFunctionOrAnArray_IsRefusedWithAStatus()
    {
        await using var server = await StartAsync();
        var nameless = await PostAsync(server, "", _events.Report("r-1", "success"));
        nameless.Code.ShouldBe(HttpStatusCode.BadRequest);
        nameless.Text.ShouldContain("faas.name");

        var noArray = await PostTextAsync(server, Billing, "{}");
        noArray.Code.ShouldBe(HttpStatusCode.BadRequest);
        noArray.Text.ShouldContain("\"code\":3");

        (await PostTextAsync(server, Billing, new string(' ', 100_001))).Code.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var get = await Client.GetAsync(new Uri(server.Http, "/v1/aws/telemetry" + Billing));
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Post_Again_IsStoredOnce()
    {
        await using var server = await StartAsync();
        for (var times = 0; times < 3; times++)
        {
            (await PostAsync(server, Billing, _events.Start("r-1"), _events.Report("r-1", "success"))).ShouldBe((HttpStatusCode.OK, "{}"));
        }

        (await server.CountAsync("ledger_request")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_NoEvents_IsSuccess()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing)).ShouldBe((HttpStatusCode.OK, "{}"));
        (await server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData("gzip", true, HttpStatusCode.OK, "{}")]
    [InlineData("gzip", false, HttpStatusCode.BadRequest, "gzip")]
    [InlineData("br", false, HttpStatusCode.UnsupportedMediaType, "Content-Encoding")]
    public async Task Post_Compressed_IsReadOrRefused(string encoding, bool isGzip, HttpStatusCode expected, string told)
    {
        await using var server = await StartAsync();
        var body = Encoding.UTF8.GetBytes($"[{_events.Report("r-1", "success")}]");
        using var request = Request(server, Billing);
        request.Content = new ByteArrayContent(isGzip ? OtlpSamples.Gzip(body) : body) { Headers = { ContentEncoding = { encoding } } };

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType?.ToString().ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldContain(told);
    }

    [Fact]
    public async Task Post_EventThatIsNone_IsCountedAsRejected()
    {
        await using var server = await StartAsync();
        var (code, text) = await PostAsync(server, Billing, _events.Report("r-1", "success"), "7");

        code.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("\"rejectedLogRecords\":\"1\"");
    }

    [Fact]
    public async Task Post_WithoutTheToken_IsRefused()
    {
        await using var server = await StartAsync();
        await using var closed = await CorrelatorServer.StartAsync(postgres, ("Correlator:Auth:Token", "s3cret"));
        using var request = Request(server, Billing, _events.Report("r-1", "success"));
        request.RequestUri = new Uri(closed.Http, "/v1/aws/telemetry" + Billing);

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<CorrelatorServer> StartAsync() =>
        CorrelatorServer.StartAsync(postgres, ("Correlator:Ingest:MaxRequestBytes", "100000"), ("Correlator:Ingest:MaxValueBytes", "90000"));
}
