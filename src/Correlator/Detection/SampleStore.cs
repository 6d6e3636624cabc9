using Correlator.Storage;
using Npgsql;

namespace Correlator.Detection;

/// <summary>What detectors look at, read in one statement each over a bounded window.</summary>
internal sealed class SampleStore(NpgsqlDataSource database)
{
    /// <summary>The tenants about which there may be something to find: counted or set aside since then, or open.</summary>
    public Task<IReadOnlyList<int>> TenantsAsync(DateTime from, CancellationToken cancellationToken) =>
        database.QueryAsync<int>(
            """
            SELECT t.tenant_id FROM tenant t
            WHERE EXISTS (SELECT FROM function_minute m WHERE m.tenant_id = t.tenant_id AND m.minute >= @from - interval '1 minute')
                OR EXISTS (SELECT FROM queue_minute m WHERE m.tenant_id = t.tenant_id AND m.minute >= @from - interval '1 minute')
                OR EXISTS (SELECT FROM set_aside_key k WHERE k.tenant_id = t.tenant_id AND k.last_seen_at >= @from)
                OR EXISTS (SELECT FROM finding f WHERE f.tenant_id = t.tenant_id AND f.until IS NULL)
            ORDER BY t.tenant_id
            """,
            new { from },
            cancellationToken);

    /// <summary>Functions with cold starts in the window, from rollups; example journeys only for those.</summary>
    public async Task<IReadOnlyList<ColdStartSample>> ColdStartsAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        [.. (await ReadAsync<ColdStartRow>(
            """
            SELECT r.function_id, f.name,
                sum(r.invocations)::bigint AS invocations, sum(r.cold_starts)::bigint AS cold_starts, sum(r.init_us)::bigint AS init_us,
                min(r.minute) FILTER (WHERE r.cold_starts > 0) AS first,
                (SELECT array_agg(n ORDER BY i) FROM (
                    SELECT i, sum(c)::bigint AS n
                    FROM function_minute b, unnest(b.duration_buckets) WITH ORDINALITY AS u (c, i)
                    WHERE b.function_id = r.function_id AND b.tenant_id = @tenantId AND b.minute >= @from AND b.minute < @until
                    GROUP BY i) AS t) AS buckets,
                (SELECT array_agg(n ORDER BY i) FROM (
                    SELECT i, sum(c)::bigint AS n
                    FROM function_minute b, unnest(b.cold_buckets) WITH ORDINALITY AS u (c, i)
                    WHERE b.function_id = r.function_id AND b.tenant_id = @tenantId AND b.minute >= @from AND b.minute < @until
                    GROUP BY i) AS t) AS cold_buckets,
                ARRAY(SELECT t.journey_id FROM (
                        SELECT i.trace_id, max(i.started_at) AS at FROM (
                            SELECT trace_id, started_at FROM invocation
                            WHERE function_id = r.function_id AND tenant_id = @tenantId AND started_at >= @from AND started_at < @until
                                AND cold_start IN (1, 2) AND trigger NOT IN ('init', 'report')
                            ORDER BY started_at DESC LIMIT 10) AS i GROUP BY i.trace_id) AS cold
                    JOIN journey_trace t ON t.trace_id = cold.trace_id AND t.tenant_id = @tenantId
                    GROUP BY t.journey_id ORDER BY max(cold.at) DESC LIMIT 5) AS journeys
            FROM function_minute r JOIN function f ON f.function_id = r.function_id
            WHERE r.tenant_id = @tenantId AND r.minute >= @from AND r.minute < @until
            GROUP BY r.function_id, f.name HAVING sum(r.cold_starts) > 0
            """,
            tenantId,
            from,
            until,
            cancellationToken)).Select(row => row.ToSample())];

    /// <summary>Keys set aside that came in the window.</summary>
    public Task<IReadOnlyList<HotKeySample>> HotKeysAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        ReadAsync<HotKeySample>(
        """
        SELECT s.key_hash, s.name, s.value, s.traces, s.set_aside_at, s.last_seen_at,
            ARRAY(
                SELECT t.journey_id
                FROM (SELECT DISTINCT trace_id FROM correlation_key k WHERE k.key_hash = s.key_hash AND k.tenant_id = @tenantId LIMIT 5) AS k
                JOIN journey_trace t ON t.trace_id = k.trace_id AND t.tenant_id = @tenantId LIMIT 5) AS journeys
        FROM set_aside_key s WHERE s.tenant_id = @tenantId AND s.last_seen_at >= @from AND s.last_seen_at < @until + interval '1 minute'
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    /// <summary>Queues with retries in the window: found by the few attempts beyond a first, then counted whole.</summary>
    public Task<IReadOnlyList<RetrySample>> RetriesAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        ReadAsync<RetrySample>(
        """
        WITH retried AS MATERIALIZED (
            SELECT DISTINCT queue_id FROM attempt
            WHERE number > 1 AND tenant_id = @tenantId AND started_at >= @from AND started_at < @until),
        per_message AS (
            SELECT a.queue_id, a.message_key, count(*) AS attempts, min(a.started_at) AS first, max(a.started_at) AS last,
                max(a.journey_id::text)::uuid AS journey_id, max(a.error_signature) AS error
            FROM retried r JOIN attempt a ON a.queue_id = r.queue_id
            WHERE a.tenant_id = @tenantId AND a.started_at >= @from AND a.started_at < @until
            GROUP BY a.queue_id, a.message_key),
        before AS (
            SELECT a.queue_id, count(*)::float8 / greatest(1, count(DISTINCT a.message_key)) AS baseline
            FROM retried r JOIN attempt a ON a.queue_id = r.queue_id
            WHERE a.tenant_id = @tenantId AND a.started_at >= @from - interval '1 hour' AND a.started_at < @from
            GROUP BY a.queue_id)
        SELECT m.queue_id, q.destination AS name, count(*) AS messages, sum(m.attempts)::bigint AS attempts, max(m.attempts) AS most_attempts,
            coalesce(max(b.baseline), 1) AS baseline,
            mode() WITHIN GROUP (ORDER BY m.error) FILTER (WHERE m.attempts > 1 AND m.error <> '') AS error,
            min(m.first) FILTER (WHERE m.attempts > 1) AS first,
            coalesce((array_agg(m.journey_id ORDER BY m.attempts DESC, m.last DESC) FILTER (WHERE m.attempts > 1))[1:5], '{}') AS journeys
        FROM per_message m JOIN queue q ON q.queue_id = m.queue_id LEFT JOIN before b ON b.queue_id = m.queue_id
        GROUP BY m.queue_id, q.destination
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    /// <summary>Queues whose messages were dead-lettered in the window, and dead-letter queues that tell their depth.</summary>
    public Task<IReadOnlyList<DeadLetterSample>> DeadLettersAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        ReadAsync<DeadLetterSample>(
        """
        WITH dead AS (
            SELECT coalesce(m.dead_letter_queue_id, m.queue_id) AS queue_id, count(DISTINCT m.message_key) AS dead_lettered, min(m.ended_at) AS first,
                (array_agg(m.journey_id ORDER BY m.ended_at DESC))[1:5] AS journeys,
                (array_agg((
                    SELECT a.error_signature FROM attempt a
                    WHERE a.message_key = m.message_key AND a.journey_id = m.journey_id AND a.error_signature <> ''
                    ORDER BY a.number DESC LIMIT 1) ORDER BY m.ended_at DESC))[1] AS error
            FROM message m WHERE m.tenant_id = @tenantId AND m.state = 3 AND m.ended_at >= @from AND m.ended_at < @until
            GROUP BY 1),
        told AS (
            SELECT r.queue_id,
                (array_agg(r.depth ORDER BY r.minute DESC) FILTER (WHERE r.depth IS NOT NULL))[1] AS depth,
                (array_agg(r.depth ORDER BY r.minute) FILTER (WHERE r.depth IS NOT NULL))[1] AS depth_before,
                (array_agg(r.oldest_age_s ORDER BY r.minute DESC) FILTER (WHERE r.oldest_age_s IS NOT NULL))[1] AS oldest_age
            FROM queue_minute r JOIN queue q ON q.queue_id = r.queue_id AND q.is_dead_letter
            WHERE r.tenant_id = @tenantId AND r.minute >= @from - interval '1 minute' AND r.minute < @until GROUP BY r.queue_id)
        SELECT coalesce(d.queue_id, t.queue_id) AS queue_id, q.destination AS name, coalesce(d.dead_lettered, 0) AS dead_lettered,
            t.depth, t.depth_before, t.oldest_age, d.error, d.first, coalesce(d.journeys, '{}') AS journeys
        FROM dead d FULL JOIN told t ON t.queue_id = d.queue_id JOIN queue q ON q.queue_id = coalesce(d.queue_id, t.queue_id)
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        database.QueryAsync<T>(sql, new { tenantId, from, until }, cancellationToken);
}
