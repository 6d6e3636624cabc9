using Correlator.Ingest;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>What a database holds, read beside the server that writes it.</summary>
internal static class StoredTelemetry
{
    public static async Task<IReadOnlyList<Span>> SpansAsync(string connectionString, IReadOnlyCollection<TraceId> traces)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Correlator", (string?)connectionString)]);
        builder.AddStorage();
        await using var app = builder.Build();
        return await app.Services.GetRequiredService<SpanReader>().ReadTracesAsync(TenantResolver.LocalTenant, [.. traces], CancellationToken.None);
    }

    public static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
