using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Facts;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

public sealed class FactStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task StoreNext_DamagedBlock_SetsThatBatchAsideAndGoesOn()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            var traces = Enumerable.Range(0, 3).Select(_ => OtlpSamples.NewTrace()).ToArray();
            foreach (var trace in traces)
            {
                await CommitAsync(server, trace);
            }

            await server.ExecuteAsync(
                """
                UPDATE span_block SET body = '\x0100'
                WHERE batch_id = (SELECT batch_id FROM ledger_batch ORDER BY batch_id OFFSET 1 LIMIT 1)
                """);
        }

        await server.CorrelatedAsync();

        (await server.CountAsync("journey")).ShouldBe(2);
        (await server.CountAsync("ledger_batch", "state = 3")).ShouldBe(1);
    }

    [Fact]
    public async Task StoreNext_BatchWithoutFacts_IsMarkedWithThoseThatHaveSome()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            (await server.CommitAsync(Batches.Of(Signal.Logs, OtlpSamples.LogJson("starting up")))).ShouldBe(CommitOutcome.Stored);
            await CommitAsync(server, OtlpSamples.NewTrace());

            (await server.Services.GetRequiredService<FactStore>().StoreNextAsync(1, 8, CancellationToken.None)).ShouldBe(2);

            (await server.CountAsync("ledger_batch", "state = 1 AND facts_from IS NULL AND traces = '{}'")).ShouldBe(1);
            (await server.CountAsync("ledger_batch", "state = 1 AND facts_from <= facts_until AND cardinality(traces) = 1")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task StoreNext_BlocksAreGone_SetsTheBatchAside()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            await CommitAsync(server, OtlpSamples.NewTrace());
            await server.ExecuteAsync("DELETE FROM span_block");
        }

        await server.CorrelatedAsync();

        (await server.CountAsync("ledger_batch", "state = 3")).ShouldBe(1);
    }

    [Fact]
    public async Task StoreNext_BatchOfAnEarlierVersionsCommit_FindsItsFactsToo()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            await CommitAsync(server, OtlpSamples.NewTrace());
            await server.ExecuteAsync(
                """
                ALTER TABLE ledger_batch DROP COLUMN span_blocks, DROP COLUMN log_blocks, ADD COLUMN facts bytea;
                DELETE FROM schema_migration WHERE version = 17
                """);
            await server.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        }

        await server.CorrelatedAsync();

        (await server.CountAsync("journey")).ShouldBe(1);
    }

    [Fact]
    public async Task StoreNext_TwoServersAtOnce_StoreEachFactOnce()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await CorrelatorServer.StartAsync(database);
        await using var other = await CorrelatorServer.StartAsync(database);
        await using (await one.StopCorrelationAsync())
        {
            for (var batch = 0; batch < 20; batch++)
            {
                await CommitAsync(one, OtlpSamples.NewTrace());
            }

            await Task.WhenAll(new[] { one, other, one, other }.Select(async server =>
            {
                while (await server.Services.GetRequiredService<FactStore>().StoreNextAsync(1, maxBatches: 3, CancellationToken.None) > 0)
                {
                }
            }));

            (await one.CountAsync("invocation")).ShouldBe(20);
            (await one.CountAsync("ledger_batch", "state = 1")).ShouldBe(20);
        }
    }

    [Fact]
    public async Task StoreNext_ConnectionLostBeforeTheCommit_LeavesTheBatchAsItWas()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using (await server.StopCorrelationAsync())
        {
            await CommitAsync(server, OtlpSamples.NewTrace());
            await server.ExecuteAsync(
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM pg_terminate_backend(pg_backend_pid());
                  RETURN NEW;
                END $$;
                CREATE TRIGGER die BEFORE INSERT ON invocation FOR EACH ROW EXECUTE FUNCTION die()
                """);

            await Should.ThrowAsync<Npgsql.NpgsqlException>(() => server.Services.GetRequiredService<FactStore>().StoreNextAsync(1, 8, CancellationToken.None));

            (await server.CountAsync("ledger_batch", "state = 0")).ShouldBe(1);
            (await server.CountAsync("invocation")).ShouldBe(0);
            await server.ExecuteAsync("DROP TRIGGER die ON invocation");
        }

        await server.CorrelatedAsync();
        (await server.CountAsync("invocation")).ShouldBe(1);
        (await server.CountAsync("journey")).ShouldBe(1);
    }

    private static async Task CommitAsync(CorrelatorServer server, TraceId trace) =>
        (await server.CommitAsync(Batches.Spans(trace))).ShouldBe(CommitOutcome.Stored);
}
