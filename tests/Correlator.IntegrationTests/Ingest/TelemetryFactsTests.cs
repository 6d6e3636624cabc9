using System.Net;
using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using static Correlator.IntegrationTests.Ingest.TelemetryDoor;

namespace Correlator.IntegrationTests.Ingest;

/// <summary>What a platform tells of invocations, by the Telemetry API and by log lines, with and without their spans.</summary>
public sealed class TelemetryFactsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Told = "billed_us = 3000000 AND memory_bytes = 134217728 AND memory_used_bytes = 69206016";
    private readonly PlatformEvents _events = new();

    [Fact]
    public async Task Post_EventsOfAKilledInvocation_AreTheInvocationItsSpanNeverTold()
    {
        await using var server = await StartAsync();
        string[] events =
        [
            _events.Start("r-1"),
            _events.Line("r-1", "Task timed out after 3.00 seconds"),
            _events.RuntimeDone("r-1", "timeout"),
            _events.Report("r-1", "timeout"),
        ];
        (await PostAsync(server, Billing, events)).ShouldBe((HttpStatusCode.OK, "{}"));

        var journey = await server.JourneyAsync("r-1", found => found.Summary.Invocations > 0);

        (journey.Summary.Status, journey.Summary.Invocations).ShouldBe((JourneyStatus.Failed, 1));
        const string killed =
            $"""
            f.name = 'billing' AND f.environment = 'prod'
            AND i.invocation_id = 'r-1' AND i.outcome = 2 AND i.trigger <> 'report' AND i.version = '7' AND i.instance = 'i-1'
            AND {Told}
            """;
        (await server.CountAsync("invocation i JOIN function f USING (function_id)", killed)).ShouldBe(1);
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
                    await Span(trace, "billing").Log("another request", _events.Now).SendAsync(server);
                    break;
                case "start" or "start again":
                    (await PostAsync(server, Billing, _events.Start("r-1"))).Code.ShouldBe(HttpStatusCode.OK);
                    break;
                case "rest line":
                    const string line =
                        "REPORT RequestId: r-1\tDuration: 2999.00 ms\tBilled Duration: 3000 ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 400.00 ms\t";
                    var record = FirehoseDelivery.LogRecord("/aws/lambda/billing", "i-1", (_events.Now.AddSeconds(3.2), line));
                    (await new FirehoseDelivery("/v1/aws/logs", record).SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
                    break;
                default:
                    string[] events = what switch
                    {
                        "runtime" => [_events.RuntimeDone("r-1", "success")],
                        "report" => [_events.Report("r-1", "success", init: 400)],
                        _ => [_events.Start("r-1"), _events.Report("r-1", "success", init: 400)],
                    };
                    (await PostAsync(server, Billing, events)).Code.ShouldBe(HttpStatusCode.OK);
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
        const string negative = "invocations < 0 OR EXISTS (SELECT FROM unnest(duration_buckets || cold_buckets) AS n WHERE n < 0)";
        (await server.CountAsync("function_minute", negative)).ShouldBe(0);
    }

    [Fact]
    public async Task Post_StartAlone_IsAnInvocationInFlightUntilItsEndIsTold()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing, _events.Start("r-1"))).Code.ShouldBe(HttpStatusCode.OK);

        (await server.JourneyAsync("r-1", found => found.Summary.Invocations == 1)).Summary.Status.ShouldBe(JourneyStatus.InFlight);
        const string open = "trigger <> 'report' AND outcome = 4 AND invocation_id = 'r-1' AND version = '7' AND instance = 'i-1'";
        (await server.CountAsync("invocation", open)).ShouldBe(1);
        const string oneOfNoDuration =
            "invocations = 1 AND errors = 0 AND NOT EXISTS (SELECT FROM unnest(duration_buckets) AS n WHERE n > 0)";
        (await server.CountAsync("function_minute", oneOfNoDuration)).ShouldBe(1);

        (await PostAsync(server, Billing, _events.Report("r-1", "timeout"))).Code.ShouldBe(HttpStatusCode.OK);

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
        using var request = Request(server, Billing, _events.Start("r-1"));
        (await Client.SendAsync(request)).EnsureSuccessStatusCode();

        var journey = await server.JourneyAsync(
            "r-1",
            found => found.Summary.Invocations == 1 && found.Summary.Status == JourneyStatus.Stuck);
        journey.Summary.Invocations.ShouldBe(1);
    }

    [Fact]
    public async Task Post_SecondTryOfARequest_IsAnInvocationOfItsOwn()
    {
        await using var server = await StartAsync();
        (await PostAsync(server, Billing, _events.Report("r-1", "timeout"), _events.Report("r-1", "success", at: 70))).Code.ShouldBe(HttpStatusCode.OK);

        await server.CorrelatedAsync();
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(2);
        (await server.SumAsync("function_minute", "timeouts")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_InitReport_IsTheColdStartOfTheInvocationThatFollows()
    {
        await using var server = await StartAsync();
        await new OtlpRequest(("faas.name", "billing"), ("faas.instance", "i-1"), ("deployment.environment.name", "prod"))
            .Span(OtlpSamples.NewTrace(), 1, "billing", SpanKind.Server, _events.Now.AddMilliseconds(20), [("faas.invocation_id", "r-1")])
            .SendAsync(server);
        (await PostAsync(server, Billing, _events.InitReport())).Code.ShouldBe(HttpStatusCode.OK);

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
        (await PostAsync(server, "?faas.name=billing", _events.Report("r-1", "success"))).Code.ShouldBe(HttpStatusCode.OK);

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
        await new OtlpRequest(("service.name", "shop"), ("deployment.environment.name", "prod"))
            .Span(OtlpSamples.NewTrace(), 1, "shop", SpanKind.Server, _events.Now, [])
            .SendAsync(server);
        await new OtlpRequest(("service.name", "shop")).Log("hello", _events.Now).SendAsync(server);

        (await server.CountAsync("function", "name = 'shop'")).ShouldBe(2);
    }

    private Task<CorrelatorServer> StartAsync() =>
        CorrelatorServer.StartAsync(postgres, ("Correlator:Ingest:MaxRequestBytes", "100000"), ("Correlator:Ingest:MaxValueBytes", "90000"));

    private OtlpRequest Span(TraceId trace, string name, params (string, object)[] more)
    {
        (string, object)[] whose = more.Length > 0 ? more : [("deployment.environment.name", "prod")];
        return new OtlpRequest([("faas.name", name), ("faas.instance", "i-1"), .. whose])
            .Span(trace, 1, name, SpanKind.Server, _events.Now.AddMilliseconds(120), [("faas.invocation_id", "r-1")], milliseconds: 2800);
    }
}
