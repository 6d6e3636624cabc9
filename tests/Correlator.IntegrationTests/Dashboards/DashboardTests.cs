using System.Text.Json;
using System.Text.RegularExpressions;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Dashboards;

/// <summary>Runs every query of every dashboard, so that none of them outlives the schema it was written for.</summary>
public sealed partial class DashboardTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string From = "'2000-01-01T00:00:00Z'";
    private const string Until = "'2100-01-01T00:00:00Z'";

    [Fact]
    public async Task Panels_OnAMigratedDatabaseWithData_AllAnswerInTheShapeOfTheirKind()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var trace = OtlpSamples.NewTrace();
        await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace)))).SendAsync();
        await server.JourneyAsync(trace.ToString(), journey => journey.Traces.Count == 1);
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var answered = new Dictionary<string, int>();

        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "dashboards"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
            {
                var title = panel.GetProperty("title").GetString() ?? "";
                foreach (var target in panel.GetProperty("targets").EnumerateArray())
                {
                    var sql = Expand(target.GetProperty("rawSql").GetString() ?? "");
                    var rows = await RunAsync(connection, title, sql, panel.GetProperty("type").GetString() ?? "");
                    answered[$"{Path.GetFileNameWithoutExtension(file)}: {title}"] = rows;
                }
            }
        }

        string[] ofOneRow =
        [
            "functions: Invocations per minute",
            "functions: Duration p99",
            "functions: Functions",
            "ingest: Records committed per minute",
            "ingest: Commit to correlated",
            "findings: Journeys by status",
        ];
        answered.Count.ShouldBeGreaterThan(20);
        foreach (var filled in ofOneRow)
        {
            answered[filled].ShouldBe(1, filled);
        }
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string title, string sql, string kind)
    {
        sql.ShouldNotContain("$", customMessage: $"{title} uses a macro that is not expanded here");
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        if (kind == "timeseries")
        {
            rows.GetName(0).ShouldBe("time", title);
        }

        var count = 0;
        while (await rows.ReadAsync())
        {
            count++;
        }

        if (kind == "stat")
        {
            count.ShouldBe(1, title);
        }

        return count;
    }

    /// <summary>What Grafana puts in the place of its macros and of the dashboard's variable.</summary>
    private static string Expand(string sql) => TimeFilter()
        .Replace(sql, $"$1 BETWEEN {From} AND {Until}")
        .Replace("$__timeFrom()", From, StringComparison.Ordinal)
        .Replace("$__timeTo()", Until, StringComparison.Ordinal)
        .Replace("$tenant", "1", StringComparison.Ordinal);

    [GeneratedRegex(@"\$__timeFilter\(([\w.]+)\)")]
    private static partial Regex TimeFilter();
}
