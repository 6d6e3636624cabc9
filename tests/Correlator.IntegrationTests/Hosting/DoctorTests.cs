using Correlator.IntegrationTests.Support;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Dapper;
using Npgsql;

namespace Correlator.IntegrationTests.Hosting;

public sealed class DoctorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Doctor_RunningServer_IsContent()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();

        var (code, output) = await server.RunAsync("doctor");

        output.ShouldContain("All is well.");
        output.ShouldContain("PostgreSQL 18");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Doctor_NoServer_NamesDatabaseAndPortsWithARemedyEach()
    {
        await using var server = new ServerProcess("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        var (code, output) = await server.RunAsync("doctor");

        code.ShouldBe(1);
        output.ShouldContain("FAIL  database");
        output.ShouldContain("check ConnectionStrings__Correlator");
        output.ShouldContain("FAIL  OTLP/gRPC");
        output.ShouldContain("FAIL  OTLP/HTTP");
        output.ShouldContain("FAIL  GraphQL");
        output.ShouldContain("4 of the checks failed.");
    }

    [Fact]
    public async Task Doctor_DatabaseWithoutSchema_SaysToMigrate_AndMigrateMendsIt()
    {
        await using var server = new ServerProcess(await postgres.CreateEmptyDatabaseAsync());

        var before = await server.RunAsync("doctor");
        var migrated = await server.RunAsync("migrate");
        var after = await server.RunAsync("doctor");

        before.Output.ShouldContain("FAIL  schema");
        before.Output.ShouldContain("correlator migrate");
        before.Output.ShouldContain("ok    database");
        migrated.Code.ShouldBe(0);
        after.Output.ShouldContain("ok    schema");
    }

    [Fact]
    public async Task Doctor_ClocksApart_IsToldWithTheirDistance()
    {
        var connectionString = await postgres.CreateEmptyDatabaseAsync();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.ExecuteAsync(
                """
                CREATE SCHEMA skewed;
                CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$
                  SELECT pg_catalog.clock_timestamp() + interval '1 hour'
                $$
                """);
        }

        await using var server = new ServerProcess(connectionString + ";Search Path=\"public,skewed,pg_catalog\"");
        (await server.RunAsync("migrate")).Code.ShouldBe(0);

        var (code, output) = await server.RunAsync("doctor");

        code.ShouldBe(1);
        output.ShouldContain("FAIL  clock");
        output.ShouldMatch("3(599|600)\\d{3} ms");
    }

    [Fact]
    public async Task Doctor_CorrelationBehind_IsTold()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var other = new NpgsqlConnection(connectionString + ";Pooling=false");
        await other.OpenAsync();
        await other.ExecuteAsync("SELECT pg_advisory_lock(@key)", new { key = AdvisoryLocks.Correlation });
        await using var server = new ServerProcess(connectionString, ("Correlator__Correlation__MaxLag", "00:00:00.1"));
        await server.StartAsync();
        var spans = OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(OtlpSamples.NewTrace()));
        await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(spans)).SendAsync();
        await Eventually.TrueAsync(
            async () => (await server.HealthAsync("ready")).Body.Contains("behind", StringComparison.Ordinal),
            "a server that is behind");

        var (code, output) = await server.RunAsync("doctor");

        code.ShouldBe(1);
        output.ShouldContain("FAIL  correlation");
        output.ShouldContain("ok    OTLP/gRPC");
    }
}
