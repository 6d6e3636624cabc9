using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>How Postgres would run a statement.</summary>
internal static class Explained
{
    public static async Task<string> ExplainAsync(this CorrelatorServer server, (string Sql, DynamicParameters Parameters) statement)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return string.Join('\n', await connection.QueryAsync<string>($"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {statement.Sql}", statement.Parameters));
    }
}
