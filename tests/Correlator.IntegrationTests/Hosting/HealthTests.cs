using System.Net;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.IntegrationTests.Hosting;

public sealed class HealthTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Ready_DatabaseStoppedAndStarted_IsFalseMeanwhile()
    {
        await using var database = await PrivatePostgres.StartNewAsync(isDurable: false);
        await using var server = new ServerProcess(await database.CreateDatabaseAsync());
        await server.StartAsync();
        (await server.HealthAsync("live")).Code.ShouldBe(HttpStatusCode.OK);

        await database.StopAsync();

        await ReadyIs(server, HttpStatusCode.ServiceUnavailable, "database");
        (await server.HealthAsync("live")).Code.ShouldBe(HttpStatusCode.OK);

        await database.StartAsync();

        await ReadyIs(server, HttpStatusCode.OK, "ready");
    }

    [Fact]
    public async Task Ready_CorrelationBehind_IsFalseUntilItHasCaughtUp()
    {
        var connectionString = await postgres.CreateDatabaseAsync();

        // Another server that was elected and does nothing.
        await using var other = new NpgsqlConnection(connectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var elect = new NpgsqlCommand($"SELECT pg_advisory_lock({AdvisoryLocks.Correlation})", other);
        await elect.ExecuteNonQueryAsync();
        await using var server = new ServerProcess(connectionString, ("Correlator__Correlation__MaxLag", "00:00:00.3"));
        await server.StartAsync();

        var spans = OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(OtlpSamples.NewTrace()));
        var sent = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(spans)).SendAsync();

        sent.Status.ShouldBe("0");
        await ReadyIs(server, HttpStatusCode.ServiceUnavailable, "behind");

        await other.CloseAsync();

        await ReadyIs(server, HttpStatusCode.OK, "ready");
    }

    private static Task ReadyIs(ServerProcess server, HttpStatusCode code, string word) => Eventually.TrueAsync(
        async () => await server.HealthAsync("ready") is var (now, body) && now == code && body.Contains(word, StringComparison.Ordinal),
        $"a server whose readiness is {code} and says '{word}'");
}
