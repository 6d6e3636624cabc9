using System.Net.Http.Headers;
using System.Text;
using Correlator.IntegrationTests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Correlation;

public sealed class CorrelationStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly HttpClient Client = new();

    /// <summary>Steps run when they will, between and under the requests: the server's own worker is at it all the time.</summary>
    [Fact]
    public async Task Export_SameTelemetryInAnyOrderPortionsAndDuplicates_GivesTheSameRows()
    {
        TelemetryTangle[] tangles = [.. Enumerable.Range(1, 20).Select(seed => new TelemetryTangle(seed))];
        var expected = await RowsAsync([.. tangles.Select(tangle => tangle.All)]);
        expected.ShouldNotBeEmpty();
        for (var arrival = 1; arrival <= 2; arrival++)
        {
            var found = await RowsAsync([.. tangles.SelectMany(tangle => tangle.Portions(arrival))]);
            found.Except(expected).Concat(expected.Except(found)).ShouldBeEmpty($"arrival {arrival}");
        }
    }

    /// <summary>The n-th step dies at its n-th statement, so that every statement is one's last.</summary>
    [Fact]
    public async Task Step_KilledAtEveryStatement_EndsAsIfUndisturbed()
    {
        TelemetryTangle[] tangles = [.. Enumerable.Range(1, 3).Select(seed => new TelemetryTangle(seed))];
        var expected = await RowsAsync([.. tangles.Select(tangle => tangle.All)]);
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(
                """
                CREATE SEQUENCE statements;
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF sqrt((8 * nextval('statements') + 1)::numeric) % 1 = 0 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                    RETURN NULL;
                END $$;
                """);
            foreach (var table in new[] { "journey", "journey_trace", "message", "attempt", "function_minute", "queue_minute", "instance" })
            {
                await connection.ExecuteAsync($"CREATE TRIGGER die AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION die()");
            }

            await connection.ExecuteAsync("CREATE TRIGGER die AFTER UPDATE ON ledger_batch FOR EACH STATEMENT EXECUTE FUNCTION die()");
        }

        await SendAsync(server, tangles.Select(tangle => tangle.All));
        await CorrelatedAsync(server);

        (await server.CountAsync("statements", "last_value > 20")).ShouldBe(1);
        (await CorrelatedRows.ReadAsync(database)).ShouldBe(expected);
    }

    [Fact]
    public async Task Worker_ElectedServersBackendIsKilled_AnotherTakesOver()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var first = await CorrelatorServer.StartAsync(connectionString);
        await using var second = await CorrelatorServer.StartAsync(connectionString);
        var database = first.Services.GetRequiredService<NpgsqlDataSource>();
        await Eventually.TrueAsync(async () => await HoldersAsync(database) == 1, "an elected server");

        await using (var connection = await database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {Office}");
        }

        var tangle = new TelemetryTangle(1);
        await SendAsync(second, tangle.Portions(1));
        await CorrelatedAsync(second);
        (await HoldersAsync(database)).ShouldBe(1);
        (await CorrelatedRows.MiscountedAsync(database)).ShouldBe(0);
    }

    /// <summary>Lock 3 of Correlator's, as Postgres shows a 64-bit advisory key.</summary>
    private const string Office =
        """
        locktype = 'advisory' AND classid = 1131377152 AND objid = 3 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private static async Task<long> HoldersAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM pg_locks WHERE {Office}");
    }

    private async Task<string[]> RowsAsync(IReadOnlyList<string> requests)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await SendAsync(server, requests);
        await CorrelatedAsync(server);
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        (await CorrelatedRows.MiscountedAsync(database)).ShouldBe(0);
        return await CorrelatedRows.ReadAsync(database);
    }

    private static async Task SendAsync(CorrelatorServer server, IEnumerable<string> requests)
    {
        foreach (var request in requests)
        {
            using var content = new StringContent(request, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var answer = await Client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static Task CorrelatedAsync(CorrelatorServer server) => Eventually.TrueAsync(
        async () => await server.CountAsync("ledger_batch") > 0 && await server.CountAsync("ledger_batch", "correlated_at IS NULL") == 0,
        "all batches correlated");
}
