using System.Globalization;
using Correlator.IntegrationTests.Faults;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Retirement;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

/// <summary>Rows without a partition go when nothing has told of them for as long as what tells of them is kept.</summary>
public sealed class RetirementTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Retire_RowsOnBothSidesOfTheirTime_TakesTheOldOnes()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync(
            """
            INSERT INTO metric_series (
                series_id, tenant_id, function_id, name, unit, kind, temporality, is_monotonic, attributes, resource, first_seen, last_seen_on)
            SELECT gen_random_uuid(), 1, 1, 'm' || age, '', 1, 0, false, '{}', '{}', now(), current_date - age FROM generate_series(1, 20) AS age;
            INSERT INTO instance (tenant_id, function_id, instance, first_seen, first_trace_id, first_span_id, last_seen_on)
            SELECT 1, 1, 'i' || age, now(), gen_random_uuid(), 1, current_date - age FROM generate_series(1, 20) AS age;
            INSERT INTO set_aside_key (tenant_id, key_hash, name, value, traces, set_aside_at, last_seen_at)
            SELECT 1, gen_random_uuid(), 'key', 'v' || age, 1001, now(), now() - age * interval '10 days' FROM generate_series(1, 20) AS age;
            INSERT INTO finding (finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, until, updated_at, calm, summary, numbers, journeys)
            SELECT gen_random_uuid(), 1, 'kind', 'function', 's' || age, 1, now() - age * interval '10 days',
                CASE WHEN age % 2 = 0 THEN now() - age * interval '10 days' END, now(), 0, '', '{}', '{}' FROM generate_series(1, 20) AS age;
            """);
        var worker = server.Services.GetRequiredService<RetirementWorker>();

        // Two days more than the 7 days of telemetry and the 90 of results; a finding that is open stays. The server's own first round may take some of them
        // at the same time.
        await Eventually.TrueAsync(
            async () =>
            {
                await worker.RetireAsync(CancellationToken.None);
                return await CountsAsync() == (9, 9, 9, 10, 4);
            },
            "the old rows gone, and no others");
        (await worker.RetireAsync(CancellationToken.None)).ShouldBe(0);
        (await CountsAsync()).ShouldBe((9, 9, 9, 10, 4));

        async Task<(long Series, long Instances, long Keys, long Open, long Closed)> CountsAsync() => (
            await server.CountAsync("metric_series"),
            await server.CountAsync("instance"),
            await server.CountAsync("set_aside_key"),
            await server.CountAsync("finding", "until IS NULL"),
            await server.CountAsync("finding", "until IS NOT NULL"));
    }

    [Fact]
    public async Task Delete_MoreThanAPortion_TakesThemAll()
    {
        // A server's own first round would take some of them.
        var database = await postgres.CreateDatabaseAsync();
        await (await CorrelatorServer.StartAsync(database)).DisposeAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await source.ExecuteAsync(
            """
            INSERT INTO instance (tenant_id, function_id, instance, first_seen, first_trace_id, first_span_id, last_seen_on)
            SELECT 1, 1, 'i' || n, now(), gen_random_uuid(), 1, '2026-01-01' FROM generate_series(1, 25000) AS n
            """,
            null,
            CancellationToken.None);
        var store = new RetirementStore(source);
        var rows = new RetiredRows("instance", "last_seen_on", Retention.Traces);

        (await store.DeleteAsync(rows, new DateOnly(2026, 1, 3), CancellationToken.None)).ShouldBe(0);
        (await store.DeleteAsync(rows, new DateOnly(2026, 1, 4), CancellationToken.None)).ShouldBe(25_000);
    }

    /// <summary>The server remembers what it has stored; what was deleted meanwhile must come again with the next point.</summary>
    [Fact]
    public async Task Export_SeriesAndInstanceThatLiveOn_AreMarkedOnceADayAndStay()
    {
        var clock = new JumpingClock();
        await using var server = await CorrelatorServer.StartAsync(await postgres.CreateDatabaseAsync(), clock);
        await SendAsync(server, second: 0);
        var firstDay = await LastSeenAsync(server);
        var trace = await server.TextAsync("SELECT first_trace_id::text FROM instance");

        clock.Offset = TimeSpan.FromDays(1);
        await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None);
        await SendAsync(server, second: 1);
        var nextDay = await LastSeenAsync(server);

        clock.Offset = TimeSpan.FromDays(30);
        await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None);
        (await server.Services.GetRequiredService<RetirementWorker>().RetireAsync(CancellationToken.None)).ShouldBe(0, "the clock is a month off");
        await server.ExecuteAsync("DELETE FROM metric_series");
        await SendAsync(server, second: 2);

        nextDay.Series.ShouldBe(firstDay.Series.AddDays(1));
        nextDay.Instance.ShouldBe(firstDay.Instance.AddDays(1));
        (await LastSeenAsync(server)).Series.ShouldBe(firstDay.Series.AddDays(30));
        (await server.TextAsync("SELECT first_trace_id::text FROM instance")).ShouldBe(trace);
    }

    private static async Task SendAsync(CorrelatorServer server, int second)
    {
        await new OtlpRequest(("faas.name", "checkout"), ("faas.instance", "i-1"))
            .Span(OtlpSamples.NewTrace(), 1, "work", SpanKind.Server, Now.AddSeconds(second), [])
            .Gauge("queue.depth", 4, TimeProvider.System.GetUtcNow())
            .SendAsync(server);
        await server.CorrelatedAsync();
    }

    private static async Task<(DateOnly Series, DateOnly Instance)> LastSeenAsync(CorrelatorServer server) => (
        DateOnly.Parse(await server.TextAsync("SELECT last_seen_on::text FROM metric_series"), CultureInfo.InvariantCulture),
        DateOnly.Parse(await server.TextAsync("SELECT last_seen_on::text FROM instance"), CultureInfo.InvariantCulture));
}
