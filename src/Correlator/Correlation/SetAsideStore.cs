using Correlator.Storage;
using Correlator.Telemetry;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Keys that joined too many traces.</summary>
internal sealed class SetAsideStore(NpgsqlDataSource database)
{
    public async Task<IdSet> ReadAsync(int tenantId, CancellationToken cancellationToken) =>
        [.. await database.QueryAsync<Guid>("SELECT key_hash FROM set_aside_key WHERE tenant_id = @tenantId", new { tenantId }, cancellationToken)];

    /// <summary>The keys themselves, latest first.</summary>
    public Task<IReadOnlyList<SetAsideKey>> ListAsync(int tenantId, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<SetAsideKey>(
            """
            SELECT key_hash, name, value, traces, set_aside_at FROM set_aside_key WHERE tenant_id = @tenantId
            ORDER BY set_aside_at DESC, key_hash LIMIT @limit
            """,
            new { tenantId, limit },
            cancellationToken);

    /// <summary>Keys set aside that came again; written once in a while, since they come with nearly every batch.</summary>
    public static Task SeenAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Guid> keys,
        DateTime now,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE set_aside_key SET last_seen_at = @now
            WHERE key_hash = ANY(@keys) AND tenant_id = @tenantId AND last_seen_at < @now - interval '10 seconds'
            """,
            new { tenantId, keys = keys.ToArray(), now },
            transaction,
            cancellationToken: cancellationToken));

    public static Task AddAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Guid> keys,
        int traces,
        DateTime now,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO set_aside_key (tenant_id, key_hash, name, value, traces, set_aside_at, last_seen_at)
            SELECT DISTINCT ON (key_hash) @tenantId, key_hash, name, value, @traces, @now, @now FROM (
                SELECT key_hash, name, value FROM correlation_key WHERE key_hash = ANY(@keys) AND tenant_id = @tenantId
                UNION ALL
                SELECT message_key, 'message id', message_id FROM sighting WHERE message_key = ANY(@keys) AND tenant_id = @tenantId AND message_id <> '') AS hot
            ON CONFLICT DO NOTHING
            """,
            new { tenantId, keys = keys.ToArray(), traces, now },
            transaction,
            cancellationToken: cancellationToken));
}
