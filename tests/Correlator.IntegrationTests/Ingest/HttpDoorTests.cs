using System.Net;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Ingest.OtlpRules;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest;

public sealed class HttpDoorTests(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";
    private static readonly HttpClient Client = new();

    public Task InitializeAsync() => rules.Server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(Protobuf, false)]
    [InlineData(Protobuf, true)]
    [InlineData(Json, false)]
    [InlineData(Json, true)]
    [InlineData("application/json; charset=utf-8", false)]
    public async Task Post_Spans_StoresThemAndAnswersInTheSameEncoding(string contentType, bool gzip)
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();
        var body = Body(contentType, Signal.Traces, OtlpSamples.SpansJson(trace, count: 2));

        using var response = await PostAsync(server, "/v1/traces", gzip ? OtlpSamples.Gzip(body) : body, contentType, gzip ? "gzip" : null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(contentType.Split(';')[0]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(contentType == Protobuf ? "" : "{}");
        (await server.SpansAsync(trace)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Post_LogsAndMetrics_AreStored()
    {
        var server = rules.Server;
        (await PostAsync(server, "/v1/logs", Encoding.UTF8.GetBytes(OtlpSamples.LogJson("hello")), Json)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(server, "/v1/metrics", Encoding.UTF8.GetBytes(OtlpSamples.MetricJson("m")), Json)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await server.CountAsync("log_block")).ShouldBe(1);
        (await server.CountAsync("metric_point")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_SomeInvalidSpans_ReportsThemInJson()
    {
        var server = rules.Server;
        using var response = await PostAsync(server, "/v1/traces", Encoding.UTF8.GetBytes(OtlpSamples.HalfValidJson(OtlpSamples.NewTrace())), Json);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var partial = (await ReadJsonAsync(response)).GetProperty("partialSuccess");
        partial.GetProperty("rejectedSpans").GetString().ShouldBe("1");
        partial.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("trace id");
    }

    [Fact]
    public async Task Post_SameRequestTwice_IsStoredOnce()
    {
        var server = rules.Server;
        var trace = OtlpSamples.NewTrace();
        var body = Encoding.UTF8.GetBytes(OtlpSamples.SpansJson(trace));

        (await PostAsync(server, "/v1/traces", body, Json)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(server, "/v1/traces", body, Json)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await server.CountAsync("span_block")).ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1/traces", Json, "{", null, 400)]
    [InlineData("/v1/traces", Json, "not gzip", "gzip", 400)]
    [InlineData("/v1/traces", "text/plain", "{}", null, 415)]
    [InlineData("/v1/traces", Json, "{}", "br", 415)]
    [InlineData("/v1/other", Json, "{}", null, 404)]
    public async Task Post_BadRequest_SaysSoInAStatus(string path, string contentType, string body, string? encoding, int status)
    {
        var server = rules.Server;
        using var response = await PostAsync(server, path, Encoding.UTF8.GetBytes(body), contentType, encoding);

        ((int)response.StatusCode).ShouldBe(status);
        (await ReadJsonAsync(response)).GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Post_BadProtobuf_AnswersWithAProtobufStatus()
    {
        var server = rules.Server;
        using var response = await PostAsync(server, "/v1/traces", [0x0a, 0xff, 0xff], Protobuf);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(Protobuf);

        // google.rpc.Status { code: 3, message: ... }
        (await response.Content.ReadAsByteArrayAsync())[..3].ShouldBe(new byte[] { 0x08, 3, 0x12 });
    }

    [Fact]
    public async Task Post_LargerThanTheLimit_Is413()
    {
        var server = rules.Server;
        var large = Encoding.UTF8.GetBytes(OtlpSamples.SpansJson(OtlpSamples.NewTrace(), padding: new string('x', 100_001)));

        (await PostAsync(server, "/v1/traces", large, Json)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(server, "/v1/traces", OtlpSamples.Gzip(large), Json, "gzip")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Get_Signal_Is405()
    {
        var server = rules.Server;
        using var response = await Client.GetAsync(new Uri(server.Http, "/v1/traces"));

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    private static byte[] Body(string contentType, Signal signal, string json) =>
        contentType == Protobuf ? OtlpSamples.Protobuf(signal, json) : Encoding.UTF8.GetBytes(json);

    private static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    private static async Task<HttpResponseMessage> PostAsync(CorrelatorServer server, string path, byte[] body, string contentType, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await Client.PostAsync(new Uri(server.Http, path), content);
    }
}
