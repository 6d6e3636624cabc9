using Correlator.Detection;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Detection;

public sealed class ColdStartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-30);

    [Fact]
    public async Task Evaluate_ColdBurst_OpensUpdatesAndCloses()
    {
        await using var server = await Detecting.StartAsync(postgres);
        await SendAsync(server, cold: 6, warm: 4);

        await Detecting.EvaluateAsync(server);
        var opened = (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem();
        opened.Until.ShouldBeNull();
        opened.SubjectKind.ShouldBe("function");
        opened.Summary.ShouldStartWith("bill: 6 of 10 invocations started cold (60 %)");
        (opened.Number("coldStarts"), opened.Number("invocations")).ShouldBe((6, 10));
        opened.Number("p99Explained").ShouldBeGreaterThan(0.5);

        // Its examples are journeys, not the cold traces in them.
        opened.Journeys.Length.ShouldBe(5);
        const string coldOfTwoTraces = "SELECT count(*) FROM journey WHERE journey_id = ANY(@ids) AND cold_starts = 1 AND traces = 2";
        (await Detecting.AskAsync<long>(server, coldOfTwoTraces, new { ids = opened.Journeys })).ShouldBe(5);

        await SendAsync(server, cold: 2, warm: 0);
        await Detecting.EvaluateAsync(server);
        var updated = (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem();
        updated.FindingId.ShouldBe(opened.FindingId);
        updated.Number("coldStarts").ShouldBe(8);

        for (var calm = 1; calm <= new DetectionOptions().CalmToClose; calm++)
        {
            (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem().Until.ShouldBeNull();
            await Detecting.EvaluateAsync(server, later: TimeSpan.FromMinutes(10));
        }

        (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem().Until.ShouldNotBeNull();
    }

    [Fact]
    public async Task Evaluate_InstancesThatSayNothing_CountTheFirstInvocationOfEach()
    {
        await using var server = await Detecting.StartAsync(postgres);
        for (var instance = 0; instance < 6; instance++)
        {
            await new OtlpRequest(("faas.name", "bill"), ("faas.instance", $"i-{instance}"))
                .Span(OtlpSamples.NewTrace(), 1, "bill", SpanKind.Server, Now, [])
                .Span(OtlpSamples.NewTrace(), 1, "bill", SpanKind.Server, Now.AddSeconds(5), [])
                .SendAsync(server);
        }

        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem();
        (finding.Number("coldStarts"), finding.Number("invocations")).ShouldBe((6, 12));
        finding.Journeys.Length.ShouldBe(5);
    }

    /// <summary>Python and Java say nothing of cold starts; the platform's reports do, and tell how long the init took. Either may come first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evaluate_PlatformReports_TellColdStartsAndTheirInitTime(bool reportsFirst)
    {
        await using var server = await Detecting.StartAsync(postgres);
        var spans = new OtlpRequest(("faas.name", "bill"), ("cloud.platform", "aws_lambda"));
        var reports = new OtlpRequest(("faas.name", "bill"), ("service.name", "bill"));
        for (var number = 0; number < 12; number++)
        {
            spans.Span(OtlpSamples.NewTrace(), 1, "bill", SpanKind.Server, Now.AddSeconds(number), [("faas.invocation_id", $"r-{number}")]);
            var init = number < 6 ? "\tInit Duration: 400.00 ms\t" : "\t";
            reports.Log(
                $"REPORT RequestId: r-{number}\tDuration: 10.00 ms\tBilled Duration: 10 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB{init}",
                Now.AddSeconds(number));
        }

        foreach (var request in reportsFirst ? [reports, spans] : new[] { spans, reports })
        {
            await request.SendAsync(server);
            await Eventually.TrueAsync(async () => await server.CountAsync("ledger_batch", "state < 2") == 0, "the request correlated");
        }

        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem();
        (finding.Number("coldStarts"), finding.Number("invocations"), finding.Number("initMs")).ShouldBe((6, 12, 400));
        (await server.CountAsync("journey", "cold_starts = 1")).ShouldBe(6);
        (await server.CountAsync("journey")).ShouldBe(12);
        (await Detecting.AskAsync<long>(server, "SELECT sum(cold_buckets[15])::bigint FROM function_minute", new { })).ShouldBe(6);
    }

    [Fact]
    public async Task Evaluate_InitSpans_AreColdStartsOfTheInvocationsThatFollow()
    {
        await using var server = await Detecting.StartAsync(postgres);
        var request = new OtlpRequest(("faas.name", "bill"));
        for (var number = 0; number < 6; number++)
        {
            var at = Now.AddSeconds(number * 4);
            request
                .Span(OtlpSamples.NewTrace(), 1, "init bill", SpanKind.Internal, at, [("faas.coldstart", true)], milliseconds: 300)
                .Span(OtlpSamples.NewTrace(), 1, "bill", SpanKind.Server, at.AddMilliseconds(310), [])
                .Span(OtlpSamples.NewTrace(), 1, "bill", SpanKind.Server, at.AddMilliseconds(2000), []);
        }

        await request.SendAsync(server);
        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.ColdStart)).ShouldHaveSingleItem();
        (finding.Number("coldStarts"), finding.Number("invocations"), finding.Number("initMs")).ShouldBe((6, 12, 300));
        (await server.CountAsync("journey")).ShouldBe(12);
    }

    /// <summary>Each call is a shop's trace and a bill's, joined by a correlation id; the shop's is the smaller, the journey's id.</summary>
    private static async Task SendAsync(CorrelatorServer server, int cold, int warm)
    {
        var shop = new OtlpRequest(("service.name", "shop"));
        var bill = new OtlpRequest(("service.name", "bill"));
        for (var number = 0; number < cold + warm; number++)
        {
            var id = Guid.NewGuid().ToString();
            var random = OtlpSamples.NewTrace();
            shop.Span(new TraceId(0, random.Low), 1, "POST /orders", SpanKind.Server, Now, [("correlation_id", id)]);
            (string, object)[] call = [("correlation_id", id), ("faas.coldstart", number < cold)];
            bill.Span(random, 1, "bill", SpanKind.Server, Now.AddMilliseconds(20), call, milliseconds: number < cold ? 1500 : 12);
        }

        await shop.SendAsync(server);
        await bill.SendAsync(server);
    }
}
