using Correlator.IntegrationTests.Support;
using Correlator.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

public sealed class PartitionTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly PartitionedTable Invocations = PartitionedTable.All.Single(table => table.Name == "invocation");
    private static readonly PartitionedTable SpanBlocks = PartitionedTable.All.Single(table => table.Name == "span_block");

    [Fact]
    public async Task Create_DayWhoseRowsWaitInTheCatchAll_MovesThemThere()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await StoreOddAsync(server);
        (await server.CountAsync("invocation_default")).ShouldBe(1);

        // The sample's spans are of this day, long before any partition.
        var existing = await Partitions(server).ExistingAsync(CancellationToken.None);
        await Partitions(server).CreateAsync(Invocations, existing, new DateOnly(2026, 1, 1), CancellationToken.None);

        (await server.CountAsync("invocation_default")).ShouldBe(0);
        (await server.CountAsync("invocation_20260101")).ShouldBe(1);
    }

    [Fact]
    public async Task AnalyzeFirst_APartitionBeganToFill_HasStatisticsOnce()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            await server.ExecuteAsync(
                """
                INSERT INTO correlation_key (seen_on, key_hash, trace_id, tenant_id, batch_id, scope, first_at, name, value)
                SELECT now()::date, gen_random_uuid(), gen_random_uuid(), 1, 1, 1, now(), 'id', 'x' FROM generate_series(1, 5000)
                """);
            (await Partitions(server).AnalyzeFirstAsync(CancellationToken.None)).ShouldBe(1);
            (await Partitions(server).AnalyzeFirstAsync(CancellationToken.None)).ShouldBe(0);
        }

        (await server.CountAsync("pg_stats", "tablename LIKE 'correlation_key_%' AND attname = 'key_hash' AND n_distinct = -1")).ShouldBe(1);
    }

    [Fact]
    public async Task Create_Twice_ChangesNothing()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var before = await Partitions(server).ExistingAsync(CancellationToken.None);

        (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();

        (await Partitions(server).ExistingAsync(CancellationToken.None)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Drop_PartitionsOlderThanTheRetention_AreGoneAndNewerOnesStay()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await Partitions(server).CreateAsync(SpanBlocks, new HashSet<string>(), today.AddDays(10), CancellationToken.None);

        var existing = await Partitions(server).ExistingAsync(CancellationToken.None);
        await Partitions(server).DropAsync(SpanBlocks, existing, today.AddDays(11), CancellationToken.None);

        var left = await Partitions(server).ExistingAsync(CancellationToken.None);
        left.ShouldNotContain($"span_block_{today:yyyyMMdd}");
        left.ShouldNotContain($"span_block_{today.AddDays(10):yyyyMMdd}");
        left.ShouldContain($"span_block_{today.AddDays(11):yyyyMMdd}");
    }

    [Fact]
    public async Task Drop_RowsInTheCatchAll_GoByTheirReceiptNotByTheirOddTime()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await StoreOddAsync(server);
        var existing = await Partitions(server).ExistingAsync(CancellationToken.None);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        await Partitions(server).DropAsync(Invocations, existing, today, CancellationToken.None);
        (await server.CountAsync("invocation_default")).ShouldBe(1);

        // A batch of tomorrow makes today's the ones before the oldest kept.
        await server.ExecuteAsync(
            """
            INSERT INTO ledger_batch (batch_id, received_on, tenant_id, committed_at, state, spans, log_records, points, traces)
            SELECT nextval('batch_id'), current_date + 1, 1, now(), 2, 0, 0, 0, '{}'
            """);
        await Partitions(server).DropAsync(Invocations, existing, today.AddDays(1), CancellationToken.None);
        (await server.CountAsync("invocation_default")).ShouldBe(0);
    }

    [Fact]
    public async Task Keep_MinutesWithAnOddTime_StayUntilTheyAreOldByTheirCount()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await StoreOddAsync(server);
        (await server.CountAsync("function_minute_default")).ShouldBe(1);

        (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(1);

        await server.ExecuteAsync("UPDATE function_minute SET counted_at = now() - interval '91 days'");
        (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();
        (await server.CountAsync("function_minute_default")).ShouldBe(0);
    }

    [Fact]
    public async Task Keep_OneTableThatFails_DoesNotKeepTheOthersFromTheirs()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync(
            """
            DO $$
            DECLARE p regclass;
            BEGIN
              FOR p IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent IN ('span_block'::regclass, 'log_block'::regclass) LOOP
                EXECUTE 'DROP TABLE ' || p;
              END LOOP;
            END $$
            """);
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        await server.ExecuteAsync($"CREATE TABLE span_block_{tomorrow:yyyyMMdd} (in_the_way int)");

        (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeFalse();

        (await Partitions(server).ExistingAsync(CancellationToken.None)).ShouldContain($"log_block_{tomorrow:yyyyMMdd}");
    }

    [Fact]
    public async Task Keep_TwoServersAtOnce_BothSucceed()
    {
        var database = await postgres.CreateEmptyDatabaseAsync();
        var servers = await Task.WhenAll(CorrelatorServer.StartAsync(database), CorrelatorServer.StartAsync(database));

        var kept = await Task.WhenAll(servers.Select(server => server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)));

        kept.ShouldAllBe(isKept => isKept);
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private static PartitionStore Partitions(CorrelatorServer server) => server.Services.GetRequiredService<PartitionStore>();

    private static async Task StoreOddAsync(CorrelatorServer server)
    {
        await server.CommitAsync(Batches.Spans(OtlpSamples.NewTrace()));
        await server.CorrelatedAsync();
    }
}
