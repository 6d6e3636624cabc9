using Correlator.Correlation;
using Correlator.Detection;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Access;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Tenants;
using Correlator.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Access;

/// <summary>Two tenants that send the same trace, span and message ids, keys and names, and differ in their logs and outcomes alone.</summary>
public sealed class TenantIsolationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);
    private static readonly string[] Tables =
    [
        "span_block", "log_block", "trace_block", "invocation", "sighting", "correlation_key", "metric_series", "metric_point",
        "journey", "journey_trace", "message", "attempt", "function", "queue",
        "function_minute", "queue_minute", "instance",
    ];

    [Fact]
    public async Task TwoTenants_SameIdsAndKeys_NeverSeeEachOther()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await CorrelatorServer.StartAsync(database);
        var shop = await Tokens.CreateTenantAsync(server, "shop");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, shop);
        var (order, bill) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        await SendAsync(server, order, bill, null, "local secret", attempts: 1);
        await SendAsync(server, order, bill, token, "shop secret", attempts: 3);
        await server.CorrelatedAsync();

        await SeesOnlyItsOwnAsync(server, Tenant.Local, order, bill, "local secret", attempts: 1);
        await SeesOnlyItsOwnAsync(server, shop, order, bill, "shop secret", attempts: 3);
        foreach (var table in Tables)
        {
            (await server.CountAsync(table, "tenant_id = 1")).ShouldBeGreaterThan(0, table);
            (await server.CountAsync(table, $"tenant_id = {shop}")).ShouldBeGreaterThan(0, table);
        }

        await using var verbs = new ServerProcess(database);
        var (ofLocal, ofShop) = (await verbs.RunAsync("journey", "corr-1"), await verbs.RunAsync("journey", "corr-1", "--tenant", "shop"));
        ofLocal.Output.ShouldContain("local secret");
        ofLocal.Output.ShouldNotContain("shop secret");
        ofShop.Output.ShouldContain("shop secret");
        ofShop.Output.ShouldNotContain("local secret");
        (await server.CountAsync("function a JOIN function b USING (function_id)", "a.tenant_id <> b.tenant_id")).ShouldBe(0);
        var nobody = await Tokens.CreateTenantAsync(server, "nobody");
        (await server.Services.GetRequiredService<JourneyStore>().FindAsync(nobody, "corr-1", CancellationToken.None)).ShouldBeEmpty();
        (await server.Services.GetRequiredService<SpanReader>().ReadTracesAsync(nobody, [order, bill], CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task OneTenantsTroubles_AreItsOwnFindings()
    {
        await using var server = await CorrelatorServer.StartAsync(
            postgres,
            ("Correlator:Detection:Period", "00:00:00.2"),
            ("Correlator:Detection:RetryCount", "3"));
        var shop = await Tokens.CreateTenantAsync(server, "shop");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, shop);
        await SendAsync(server, OtlpSamples.NewTrace(), OtlpSamples.NewTrace(), null, "calm", attempts: 1);
        await SendAsync(server, OtlpSamples.NewTrace(), OtlpSamples.NewTrace(), token, "troubled", attempts: 12);

        var findings = server.Services.GetRequiredService<FindingStore>();
        await Eventually.TrueAsync(
            async () => (await findings.OpenAsync(shop, CancellationToken.None)).Any(finding => finding.Kind == FindingKind.RetryStorm),
            "a retry storm of the tenant");
        (await findings.RecentAsync(Tenant.Local, 100, CancellationToken.None)).ShouldNotContain(finding => finding.Kind == FindingKind.RetryStorm);
    }

    [Fact]
    public async Task Catalogs_AskedWithAnotherTenantsIds_AnswerNothing()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var shop = await Tokens.CreateTenantAsync(server, "shop");
        await SendAsync(server, OtlpSamples.NewTrace(), OtlpSamples.NewTrace(), null, "text", attempts: 1);
        var (functions, queues) = (server.Services.GetRequiredService<FunctionCatalog>(), server.Services.GetRequiredService<QueueCatalog>());
        int[] ids = [.. Enumerable.Range(1, 10)];

        (await functions.FindAsync(Tenant.Local, ids, CancellationToken.None)).ShouldNotBeEmpty();
        (await queues.FindAsync(Tenant.Local, ids, CancellationToken.None)).ShouldNotBeEmpty();
        (await functions.FindAsync(shop, ids, CancellationToken.None)).ShouldBeEmpty();
        (await queues.FindAsync(shop, ids, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Correlation_OneTenantHasAMountainWaiting_OthersGetTheirTurn()
    {
        await using var server = await CorrelatorServer.StartAsync(
            postgres,
            ("Correlator:Correlation:MaxBatches", "1"),
            ("Correlator:Storage:GroupRecords", "1"),
            ("Correlator:Storage:GroupDelay", "00:00:00"));
        var quiet = await Tokens.CreateTenantAsync(server, "quiet");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, quiet);
        await using (await server.StopCorrelationAsync())
        {
            for (var request = 0; request < 40; request++)
            {
                await new OtlpRequest(("service.name", "noisy")).Span(OtlpSamples.NewTrace(), 1, "work", SpanKind.Server, Now, []).SendAsync(server);
            }

            await new OtlpRequest(("service.name", "quiet")).Span(OtlpSamples.NewTrace(), 1, "work", SpanKind.Server, Now, []).SendAsync(server, token);
        }

        await server.CorrelatedAsync();
        var laterThanTheQuietOne = $"tenant_id = 1 AND correlated_at > (SELECT correlated_at FROM ledger_batch WHERE tenant_id = {quiet})";
        (await server.CountAsync("ledger_batch", laterThanTheQuietOne)).ShouldBeGreaterThan(30);
    }

    private static async Task SendAsync(CorrelatorServer server, TraceId order, TraceId bill, string? token, string text, int attempts)
    {
        (string, object)[] queue =
        [
            ("messaging.system", "rabbitmq"),
            ("messaging.destination.name", "orders"),
            ("messaging.message.id", "msg-1"),
        ];
        await new OtlpRequest(("service.name", "shop"), ("faas.instance", "i-1"))
            .Span(order, 1, "POST /orders", SpanKind.Server, Now, [("correlation_id", "corr-1"), ("order.id", "A-1")])
            .Span(order, 2, "orders send", SpanKind.Producer, Now.AddMilliseconds(2), queue, parent: 1)
            .Log(text, Now.AddMilliseconds(3), order, span: 1)
            .Gauge("rabbitmq.message.current", attempts, Now, ("rabbitmq.queue.name", "orders")).SendAsync(server, token);
        var consumer = new OtlpRequest(("service.name", "bill"), ("faas.instance", "i-1"));
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var at = Now.AddMilliseconds(attempt * 100);
            var error = attempt < attempts ? "card declined" : null;
            consumer.Span(bill, (ulong)attempt, "orders process", SpanKind.Consumer, at, queue, error: error, links: (order, 2));
        }

        await consumer.SendAsync(server, token);
    }

    private static async Task SeesOnlyItsOwnAsync(CorrelatorServer server, int tenantId, TraceId order, TraceId bill, string text, int attempts)
    {
        var services = server.Services;
        var logs = services.GetRequiredService<LogReader>();
        var secret = new LogQuery { FromNano = 0, UntilNano = long.MaxValue, Text = "secret" };
        (await services.GetRequiredService<SpanReader>().ReadTracesAsync(tenantId, [order, bill], CancellationToken.None)).Count.ShouldBe(2 + attempts);
        (await logs.ReadTracesAsync(tenantId, [order], CancellationToken.None)).ShouldHaveSingleItem().Body.ShouldContain(text);
        (await logs.SearchAsync(tenantId, secret, CancellationToken.None)).ShouldHaveSingleItem().Body.ShouldContain(text);
        foreach (var id in new[] { "corr-1", "A-1", "msg-1", order.ToString(), bill.ToString() })
        {
            var journey = (await services.GetRequiredService<JourneyStore>().FindAsync(tenantId, id, CancellationToken.None)).ShouldHaveSingleItem();
            journey.Traces.ShouldBe(2);
            journey.Attempts.ShouldBe(attempts);
        }

        // Derived numbers, against a recount of what was sent.
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        Task<long> NumberAsync(string number, string table) =>
            connection.ExecuteScalarAsync<long>($"SELECT {number} FROM {table} WHERE tenant_id = @tenantId", new { tenantId });

        (await NumberAsync("sum(invocations)", "function_minute")).ShouldBe(1 + attempts);
        (await NumberAsync("sum(errors)", "function_minute")).ShouldBe(attempts - 1);
        (await NumberAsync("sum(published)", "queue_minute")).ShouldBe(1);
        (await NumberAsync("count(*)", "instance")).ShouldBe(2);
        (await connection.ExecuteScalarAsync<double>("SELECT max(depth) FROM queue_minute WHERE tenant_id = @tenantId", new { tenantId })).ShouldBe(attempts);
    }
}
