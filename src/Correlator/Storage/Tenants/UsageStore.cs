using Dapper;
using Npgsql;

namespace Correlator.Storage.Tenants;

/// <summary>What tenants sent, by day.</summary>
internal sealed class UsageStore(NpgsqlDataSource database)
{
    /// <summary>Adds what one server counted since it last did.</summary>
    public async Task AddAsync(DateOnly day, IReadOnlyCollection<(int TenantId, UsageCounts Counts)> usage, CancellationToken cancellationToken)
    {
        // By tenant: two servers adding at once meet in the same order.
        var rows = usage.OrderBy(row => row.TenantId).ToArray();
        await database.ExecuteAsync(
            """
            INSERT INTO tenant_usage AS u (tenant_id, day, requests, bytes, spans, log_records, points, refused)
            SELECT n.tenant_id, @day, n.requests, n.bytes, n.spans, n.log_records, n.points, n.refused
            FROM unnest(@tenants, @requests, @bytes, @spans, @logRecords, @points, @refused)
                AS n (tenant_id, requests, bytes, spans, log_records, points, refused)
            ON CONFLICT (tenant_id, day) DO UPDATE SET
                requests = u.requests + excluded.requests, bytes = u.bytes + excluded.bytes, spans = u.spans + excluded.spans,
                log_records = u.log_records + excluded.log_records, points = u.points + excluded.points, refused = u.refused + excluded.refused
            """,
            new
            {
                day,
                tenants = rows.Select(row => row.TenantId).ToArray(),
                requests = rows.Select(row => row.Counts.Requests).ToArray(),
                bytes = rows.Select(row => row.Counts.Bytes).ToArray(),
                spans = rows.Select(row => row.Counts.Spans).ToArray(),
                logRecords = rows.Select(row => row.Counts.LogRecords).ToArray(),
                points = rows.Select(row => row.Counts.Points).ToArray(),
                refused = rows.Select(row => row.Counts.Refused).ToArray(),
            },
            cancellationToken);
    }

    /// <summary>The sums of each tenant from a day on; <see cref="TenantUsage.Day"/> is that day.</summary>
    public async Task<IReadOnlyList<TenantUsage>> SinceAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(
            connection,
            """
            SELECT tenant_id, @day AS day, sum(requests)::bigint AS requests, sum(bytes)::bigint AS bytes, sum(spans)::bigint AS spans,
                sum(log_records)::bigint AS log_records, sum(points)::bigint AS points, sum(refused)::bigint AS refused
            FROM tenant_usage WHERE day >= @day GROUP BY tenant_id
            """,
            new { day },
            cancellationToken);
    }

    /// <summary>The days of one tenant, newest first.</summary>
    public async Task<IReadOnlyList<TenantUsage>> DaysAsync(int tenantId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(
            connection,
            """
            SELECT tenant_id, day, requests, bytes, spans, log_records, points, refused
            FROM tenant_usage WHERE tenant_id = @tenantId ORDER BY day DESC LIMIT @limit
            """,
            new { tenantId, limit },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<TenantUsage>> ReadAsync(
        NpgsqlConnection connection,
        string sql,
        object parameters,
        CancellationToken cancellationToken) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)))
            .Select(row => new TenantUsage(
                row.TenantId,
                row.Day,
                new UsageCounts(row.Requests, row.Bytes, row.Spans, row.LogRecords, row.Points, row.Refused)))];

    private sealed record Row(int TenantId, DateOnly Day, long Requests, long Bytes, long Spans, long LogRecords, long Points, long Refused);
}
