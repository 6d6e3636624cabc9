using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>How Postgres would run a statement.</summary>
internal static partial class Explained
{
    public static async Task<string> ExplainAsync(this CorrelatorServer server, (string Sql, DynamicParameters Parameters) statement)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var sql = $"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {statement.Sql}";
        return string.Join('\n', await connection.QueryAsync<string>(sql, statement.Parameters));
    }

    /// <summary>No table is read whole, no rows are thrown away by the thousand, and no sort leaves the memory.</summary>
    public static void ShouldBeFrugal(this string plan)
    {
        Whole().IsMatch(plan).ShouldBeFalse(plan);
        Wasted().IsMatch(plan).ShouldBeFalse(plan);
        plan.ShouldNotContain("Sort Method: external", customMessage: plan);
    }

    /// <summary>Partitions without rows may be read whole.</summary>
    [GeneratedRegex(@"Seq Scan on \w+ \w+ \(actual rows=0*[1-9]")]
    private static partial Regex Whole();

    [GeneratedRegex(@"Rows Removed by Filter: \d{4,}")]
    private static partial Regex Wasted();
}
