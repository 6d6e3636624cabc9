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
    /// <summary>Traces read at once.</summary>
    private const int Chunk = 2000;

    public static Task<IReadOnlyList<Span>> SpansAsync(string connectionString, IReadOnlyCollection<TraceId> traces) =>
        ReadAsync<SpanReader, Span>(
            connectionString,
            traces,
            (reader, some) => reader.ReadTracesAsync(TenantResolver.LocalTenant, some, CancellationToken.None));

    public static Task<IReadOnlyList<LogRecord>> LogsAsync(string connectionString, IReadOnlyCollection<TraceId> traces) =>
        ReadAsync<LogReader, LogRecord>(
            connectionString,
            traces,
            (reader, some) => reader.ReadTracesAsync(TenantResolver.LocalTenant, some, CancellationToken.None));

    public static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<TReader, T>(
        string connectionString,
        IReadOnlyCollection<TraceId> traces,
        Func<TReader, IReadOnlyCollection<TraceId>, Task<IReadOnlyList<T>>> read)
        where TReader : notnull
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Correlator", (string?)connectionString)]);
        builder.AddStorage();
        await using var app = builder.Build();
        var found = new List<T>();
        foreach (var some in traces.Chunk(Chunk))
        {
            found.AddRange(await read(app.Services.GetRequiredService<TReader>(), some));
        }

        return found;
    }
}
