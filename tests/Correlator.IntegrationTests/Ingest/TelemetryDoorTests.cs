using System.Net;
using System.Text;
using System.Text.Json;
using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest;

/// <summary>What a platform tells of invocations, by the Telemetry API and by log lines, with and without their spans.</summary>
public sealed class TelemetryDoorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Billing = "?faas.name=billing&faas.version=7&deployment.environment.name=prod&faas.instance=i-1";
    private const string Told = "billed_us = 3000000 AND memory_bytes = 134217728 AND memory_used_bytes = 69206016";
    private static readonly HttpClient Client = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow().AddSeconds(-30);

    [Fact]
    public async Task Post_EventsOfAKilledInvocation_AreTheInvocationItsSpanNeverTold()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing, Start("r-1"), Line("r-1", "Task timed out after 3.00 seconds"), RuntimeDone("r-1", "timeout"), Report("r-1", "timeout"))).ShouldBe((HttpStatusCode.OK, "{}"));

        var journey = await server.JourneyAsync("r-1", found => found.Summary.Invocations > 0);

        (journey.Summary.Status, journey.Summary.Invocations).ShouldBe((JourneyStatus.Failed, 1));
        (await server.CountAsync("invocation i JOIN function f USING (function_id)", $"f.name = 'billing' AND f.environment = 'prod' AND i.invocation_id = 'r-1' AND i.outcome = 2 AND i.trigger <> 'report' AND i.version = '7' AND i.instance = 'i-1' AND {Told}")).ShouldBe(1);
        (await server.CountAsync("invocation", "trigger <> 'report'")).ShouldBe(1);
        (await server.SumAsync("function_minute", "timeouts")).ShouldBe(1);
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(1);
    }

    [Theory]
    [InlineData("start, report, span")]
    [InlineData("start, span, report")]
    [InlineData("report, start, span, start again")]
    [InlineData("span, start, runtime, report")]
    [InlineData("span, report, start")]
    [InlineData("span, report")]
    [InlineData("report, span")]
    [InlineData("runtime, span, report")]
    [InlineData("report, runtime, span")]
    [InlineData("span, report, report again, runtime")]
    [InlineData("report, report again, span, span again")]
    [InlineData("rest line, span, report")]
    [InlineData("report, rest line, runtime, span")]
    public async Task Post_ReportsAndSpan_AreOneInvocationInWhateverOrder(string order)
    {
        await using var server = await StartAsync();
        var trace = OtlpSamples.NewTrace();
        foreach (var what in order.Split(", "))
        {
            switch (what)
            {
                case "span":
                    await Span(trace, "billing").SendAsync(server);
                    break;
                case "span again":
                    await Span(trace, "billing").Log("another request", _now).SendAsync(server);
                    break;
                case "start" or "start again":
                    (await PostAsync(server, Billing, Start("r-1"))).Code.ShouldBe(HttpStatusCode.OK);
                    break;
                case "rest line":
                    var line = $"REPORT RequestId: r-1\tDuration: 2999.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 400.00 ms\t";
                    (await new FirehoseDelivery("/v1/aws/logs", FirehoseDelivery.LogRecord("/aws/lambda/billing", "i-1", (_now.AddSeconds(3.2), line))).SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
                    break;
                default:
                    (await PostAsync(server, Billing, what == "runtime" ? [RuntimeDone("r-1", "success")] : what == "report" ? [Report("r-1", "success", init: 400)] : [Start("r-1"), Report("r-1", "success", init: 400)])).Code.ShouldBe(HttpStatusCode.OK);
                    break;
            }

            await server.CorrelatedAsync();
        }

        (await server.CountAsync("invocation", "trigger <> 'report'")).ShouldBe(1);
        (await server.CountAsync("invocation", $"NOT is_report AND {Told} AND init_us = 400000 AND cold_start = 2")).ShouldBe(1);
        (await server.CountAsync("journey", "invocations = 1 AND cold_starts = 1")).ShouldBe(1);
        (await server.CountAsync("journey")).ShouldBe(1);
        foreach (var column in new[] { "invocations", "cold_starts" })
        {
            (await server.SumAsync("function_minute", column)).ShouldBe(1);
        }

        (await server.SumAsync("function_minute", "init_us")).ShouldBe(400_000);
        (await server.SumAsync("function_minute", "errors")).ShouldBe(0);
        (await server.CountAsync("function_minute", "invocations < 0 OR EXISTS (SELECT FROM unnest(duration_buckets || cold_buckets) AS n WHERE n < 0)")).ShouldBe(0);
    }

    [Fact]
    public async Task Post_StartAlone_IsAnInvocationInFlightUntilItsEndIsTold()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing, Start("r-1"))).Code.ShouldBe(HttpStatusCode.OK);

        (await server.JourneyAsync("r-1", found => found.Summary.Invocations == 1)).Summary.Status.ShouldBe(JourneyStatus.InFlight);
        (await server.CountAsync("invocation", "trigger <> 'report' AND outcome = 4 AND invocation_id = 'r-1' AND version = '7' AND instance = 'i-1'")).ShouldBe(1);
        (await server.CountAsync("function_minute", "invocations = 1 AND errors = 0 AND NOT EXISTS (SELECT FROM unnest(duration_buckets) AS n WHERE n > 0)")).ShouldBe(1);

        (await PostAsync(server, Billing, Report("r-1", "timeout"))).Code.ShouldBe(HttpStatusCode.OK);

        (await server.JourneyAsync("r-1", found => found.Summary.Status != JourneyStatus.InFlight)).Summary.Status.ShouldBe(JourneyStatus.Failed);
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(1);
        (await server.SumAsync("function_minute", "errors")).ShouldBe(1);
        (await server.SumAsync("function_minute", "(SELECT sum(n) FROM unnest(duration_buckets) AS n)")).ShouldBe(1);
    }

    /// <summary>The environment is gone and its report lost: nobody will ever tell.</summary>
    [Fact]
    public async Task Post_StartWhoseEndNeverComes_IsStuck()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Correlation:LostAfter", "00:00:33"));
        using var request = Request(server, Billing, Start("r-1"));
        (await Client.SendAsync(request)).EnsureSuccessStatusCode();

        (await server.JourneyAsync("r-1", found => found.Summary.Invocations == 1 && found.Summary.Status == JourneyStatus.Stuck)).Summary.Invocations.ShouldBe(1);
    }

    [Fact]
    public async Task Post_SecondTryOfARequest_IsAnInvocationOfItsOwn()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing, Report("r-1", "timeout"), Report("r-1", "success", at: 70))).Code.ShouldBe(HttpStatusCode.OK);

        await server.CorrelatedAsync();
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(2);
        (await server.SumAsync("function_minute", "timeouts")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_InitReport_IsTheColdStartOfTheInvocationThatFollows()
    {
        await using var server = await StartAsync();
        await new OtlpRequest(("faas.name", "billing"), ("faas.instance", "i-1"), ("deployment.environment.name", "prod")).Span(OtlpSamples.NewTrace(), 1, "billing", SpanKind.Server, _now.AddMilliseconds(20), [("faas.invocation_id", "r-1")]).SendAsync(server);

        (await PostAsync(server, Billing, Event("platform.initReport", _now, """{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":125.33}}"""))).Code.ShouldBe(HttpStatusCode.OK);

        await server.CorrelatedAsync();
        (await server.CountAsync("invocation", "trigger <> 'init' AND init_us = 125330 AND cold_start = 2")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_SpanOfAnotherEnvironmentsName_IsFoundByItsRequest()
    {
        await using var server = await StartAsync();
        // The log group knows the name alone; the span names service and environment.
        await Span(OtlpSamples.NewTrace(), "billing", ("service.name", "shop"), ("deployment.environment.name", "prod")).SendAsync(server);
        await server.CorrelatedAsync();
        (await PostAsync(server, "?faas.name=billing", Report("r-1", "success"))).Code.ShouldBe(HttpStatusCode.OK);

        await server.CorrelatedAsync();
        (await server.CountAsync("invocation", $"NOT is_report AND {Told}")).ShouldBe(1);
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(1);
        (await server.CountAsync("function")).ShouldBe(1);
    }

    /// <summary>A service's own logs say whose they are: without an environment they are of none, whoever else has its name.</summary>
    [Fact]
    public async Task Export_LogsOfAServiceWithoutAnEnvironment_AreNotOfAnotherEnvironment()
    {
        await using var server = await StartAsync();
        await new OtlpRequest(("service.name", "shop"), ("deployment.environment.name", "prod")).Span(OtlpSamples.NewTrace(), 1, "shop", SpanKind.Server, _now, []).SendAsync(server);
        await new OtlpRequest(("service.name", "shop")).Log("hello", _now).SendAsync(server);

        (await server.CountAsync("function", "name = 'shop'")).ShouldBe(2);
    }

    [Fact]
    public async Task Post_IdentityInAHeader_IsRead()
    {
        await using var server = await StartAsync();
        using var request = Request(server, "", Report("r-1", "success"));
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
        (await PostAsync(server, "", Report("r-1", "success"))).ShouldSatisfyAllConditions(answer => answer.Code.ShouldBe(HttpStatusCode.BadRequest), answer => answer.Text.ShouldContain("faas.name"));
        (await PostTextAsync(server, Billing, "{}")).ShouldSatisfyAllConditions(answer => answer.Code.ShouldBe(HttpStatusCode.BadRequest), answer => answer.Text.ShouldContain("\"code\":3"));
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
            (await PostAsync(server, Billing, Start("r-1"), Report("r-1", "success"))).ShouldBe((HttpStatusCode.OK, "{}"));
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
        var body = Encoding.UTF8.GetBytes($"[{Report("r-1", "success")}]");
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
        var (code, text) = await PostAsync(server, Billing, Report("r-1", "success"), "7");

        code.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("\"rejectedLogRecords\":\"1\"");
    }

    [Fact]
    public async Task Post_WithoutTheToken_IsRefused()
    {
        await using var server = await StartAsync();
        await using var closed = await CorrelatorServer.StartAsync(postgres, ("Correlator:Auth:Token", "s3cret"));
        using var request = Request(server, Billing, Report("r-1", "success"));
        request.RequestUri = new Uri(closed.Http, "/v1/aws/telemetry" + Billing);

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<CorrelatorServer> StartAsync() =>
        CorrelatorServer.StartAsync(postgres, ("Correlator:Ingest:MaxRequestBytes", "100000"), ("Correlator:Ingest:MaxValueBytes", "90000"));

    private static string Event(string type, DateTimeOffset at, string record) =>
        $$"""{"time":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","type":"{{type}}","record":{{record}}}""";

    private string Start(string request) => Event("platform.start", _now, $$"""{"requestId":"{{request}}","version":"7"}""");

    private string Line(string request, string text) =>
        Event("function", _now.AddSeconds(3), JsonSerializer.Serialize($"{_now:yyyy-MM-ddTHH:mm:ss.fffZ} {request} {text}\n\n"));

    private string RuntimeDone(string request, string status) => Event("platform.runtimeDone", _now.AddSeconds(3), $$$"""{"requestId":"{{{request}}}","status":"{{{status}}}","metrics":{"durationMs":2990.5}}""");

    private string Report(string request, string status, double init = 0, double at = 3.1) => Event("platform.report", _now.AddSeconds(at), $$$"""
        {"requestId":"{{{request}}}","status":"{{{status}}}","metrics":{"durationMs":2999.0,"billedDurationMs":3000,"memorySizeMB":128,"maxMemoryUsedMB":66{{{(init > 0 ? FormattableString.Invariant($",\"initDurationMs\":{init}") : "")}}}}}
        """);

    private OtlpRequest Span(TraceId trace, string name, params (string, object)[] more) =>
        new OtlpRequest([("faas.name", name), ("faas.instance", "i-1"), .. more.Length > 0 ? more : [("deployment.environment.name", "prod")]]).Span(trace, 1, name, SpanKind.Server, _now.AddMilliseconds(120), [("faas.invocation_id", "r-1")], milliseconds: 2800);

    private static Task<(HttpStatusCode Code, string Text)> PostAsync(CorrelatorServer server, string query, params string[] events) =>
        PostTextAsync(server, query, $"[{string.Join(',', events)}]");

    private static async Task<(HttpStatusCode Code, string Text)> PostTextAsync(CorrelatorServer server, string query, string body)
    {
        using var request = Request(server, query);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Request(CorrelatorServer server, string query, params string[] events) =>
        new(HttpMethod.Post, new Uri(server.Http, "/v1/aws/telemetry" + query)) { Content = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json") };
}
