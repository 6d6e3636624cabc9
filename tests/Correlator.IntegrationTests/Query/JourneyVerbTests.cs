using System.Diagnostics;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Query;

/// <summary>The verb as a person runs it: a process of its own beside the server.</summary>
public sealed class JourneyVerbTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Journey_ByAnyOfItsIds_IsTold()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await CorrelatorServer.StartAsync(database);
        var (shop, bill) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (string, object)[] queue = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.message.id", "msg-17")];
        (string, object)[] order = [("correlation_id", "corr-17"), ("order.id", "A-17"), ("app.paymentId", "P-17")];
        await new OtlpRequest(("service.name", "shop"))
            .Span(shop, 1, "POST /orders", SpanKind.Server, Now, order)
            .Span(shop, 2, "orders send", SpanKind.Producer, Now.AddMilliseconds(2), queue, parent: 1)
            .Log("order taken", Now.AddMilliseconds(3), shop, span: 1).SendAsync(server);
        await new OtlpRequest(("service.name", "bill"), ("faas.instance", "i-1"))
            .Span(bill, 1, "orders process", SpanKind.Consumer, Now.AddMilliseconds(500), queue, error: "card declined", links: (shop, 2))
            .Log("declined", Now.AddMilliseconds(505), bill, severity: 17, span: 1).SendAsync(server);
        var journey = await server.JourneyAsync("corr-17", seen => seen.Traces.Count == 2);
        await Eventually.TrueAsync(async () => await server.CountAsync("ledger_batch", "state < 2") == 0, "all batches correlated");
        var id = journey.Summary.JourneyId.ToString("n");

        foreach (var typed in new[] { "corr-17", "A-17", "P-17", "msg-17", shop.ToString(), bill.ToString(), id, XRay(shop) })
        {
            var (exit, output, error) = await RunAsync(database, "journey", typed);

            exit.ShouldBe(0, error);
            output.ShouldStartWith($"Journey {id}  in flight");
            output.ShouldContain("  correlation: corr-17");
            output.ShouldContain("  Now: failing: 1 attempt from orders, none succeeded: card declined");
            output.ShouldContain("shop  POST /orders  10 ms");
            output.ShouldContain("INFO  order taken");
            output.ShouldContain("  ~ waited 498 ms in orders, attempt 1 of 1");
            output.ShouldContain("bill  orders process  10 ms  cold start  FAILED");
            output.ShouldContain("ERROR declined");
        }

        var (code, json, _) = await RunAsync(database, "journey", "corr-17", "--json");
        code.ShouldBe(0);
        using var parsed = JsonDocument.Parse(json);
        parsed.RootElement.GetProperty("journeyId").GetString().ShouldBe(id);
        parsed.RootElement.GetProperty("entries").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Journey_TracesThatOnlyJsonLogBodiesTie_IsOneAndToldByTheirKey()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await CorrelatorServer.StartAsync(database);
        var (shop, bill) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        await new OtlpRequest(("service.name", "shop"))
            .Span(shop, 1, "POST /orders", SpanKind.Server, Now, [])
            .Log("""{"message":"order taken","correlationId":"json-17","order":{"orderId":"J-17"}}""", Now.AddMilliseconds(3), shop, span: 1)
            .SendAsync(server);
        await new OtlpRequest(("service.name", "bill"))
            .Span(bill, 1, "bill", SpanKind.Server, Now.AddMilliseconds(500), [])
            .Log("""{"message":"billed","correlationId":"json-17"}""", Now.AddMilliseconds(505), bill, span: 1)
            .SendAsync(server);
        await server.JourneyAsync("json-17", seen => seen.Traces.Count == 2);

        foreach (var typed in new[] { "json-17", "J-17" })
        {
            var (exit, output, error) = await RunAsync(database, "journey", typed);

            exit.ShouldBe(0, error);
            output.ShouldContain("2 traces");
            output.ShouldContain("  ~ joined by correlation json-17: no trace context came with it");
            output.ShouldContain("billed");
        }
    }

    [Fact]
    public async Task Journey_UnknownId_SaysWhatMayBeWrongAndFails()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await CorrelatorServer.StartAsync(database);

        var (exit, output, error) = await RunAsync(database, "journey", "nobody-knows");

        exit.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("No journey has 'nobody-knows'");
        error.ShouldContain("correlator doctor");
    }

    private static string XRay(TraceId trace) => $"1-{trace.ToString()[..8]}-{trace.ToString()[8..]}";

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "correlator.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Correlator"] = database;
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
