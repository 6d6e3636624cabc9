using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.IntegrationTests.Detection;

/// <summary>A server whose own detection sleeps, so that a test evaluates when and as of when it likes.</summary>
internal static class Detecting
{
    public static Task<CorrelatorServer> StartAsync(PostgresFixture postgres, params (string Key, string Value)[] settings) =>
        CorrelatorServer.StartAsync(postgres, [("Correlator:Detection:Period", "1.00:00:00"), .. settings]);

    public static DetectionStep Step(CorrelatorServer server, TimeSpan later = default)
    {
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        return new DetectionStep(new SampleStore(database), new FindingStore(database), Options.Create(new DetectionOptions()), new LaterTime(later));
    }

    /// <summary>Waits until everything sent is correlated, then evaluates once.</summary>
    public static async Task EvaluateAsync(CorrelatorServer server, TimeSpan later = default)
    {
        await Eventually.TrueAsync(async () => await server.CountAsync("ledger_batch", "state < 2") == 0, "all batches correlated");
        await Step(server, later).RunAsync(TenantResolver.LocalTenant, CancellationToken.None);
    }

    /// <summary>All findings of a kind, with the name of a queue or function that they are about.</summary>
    public static async Task<IReadOnlyList<Finding>> FindingsAsync(CorrelatorServer server, string kind)
    {
        var store = server.Services.GetRequiredService<FindingStore>();
        var findings = await store.RecentAsync(TenantResolver.LocalTenant, 100, CancellationToken.None);
        return [.. findings.Where(finding => finding.Kind == kind)];
    }

    public static double Number(this Finding finding, string name) =>
        System.Text.Json.JsonDocument.Parse(finding.Numbers).RootElement.GetProperty(name).GetDouble();

    public static async Task<T> AskAsync<T>(CorrelatorServer server, string sql, object parameters)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
