using Dapper;
using Npgsql;

namespace Correlator.Detection;

/// <summary>What detectors look at, read in one statement each over a bounded window.</summary>
internal sealed class SampleStore(NpgsqlDataSource database)
{
    /// <summary>Functions with invocations in the window. A cold start is one that was announced, or the first sight of its instance.</summary>
    public Task<IReadOnlyList<ColdStartSample>> ColdStartsAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) => ReadAsync<ColdStartSample>(
        """
        WITH seen AS (
            SELECT i.function_id, i.trace_id, i.started_at, i.duration_us, i.init_us, i.cold_start IN (1, 2) OR n.first_span_id IS NOT NULL AS is_cold
            FROM invocation i LEFT JOIN instance n
                ON i.cold_start = 3 AND n.tenant_id = i.tenant_id AND n.function_id = i.function_id AND n.instance = i.instance AND n.first_span_id = i.span_id AND n.first_trace_id = i.trace_id
            WHERE i.tenant_id = @tenantId AND i.started_at >= @from AND i.started_at < @until)
        SELECT s.function_id, f.name, count(*) AS invocations, count(*) FILTER (WHERE is_cold) AS cold_starts,
            coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_us), 0) AS p99,
            coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_us) FILTER (WHERE NOT is_cold), 0) AS warm_p99,
            coalesce(avg(nullif(init_us, 0)), greatest(0, avg(duration_us) FILTER (WHERE is_cold) - avg(duration_us) FILTER (WHERE NOT is_cold)), 0)::float8 AS init_micros,
            min(started_at) FILTER (WHERE is_cold) AS first,
            coalesce((array_agg(trace_id ORDER BY started_at DESC) FILTER (WHERE is_cold))[1:5], '{}') AS journeys
        FROM seen s JOIN function f ON f.function_id = s.function_id
        GROUP BY s.function_id, f.name
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    /// <summary>Queues with attempts in the window.</summary>
    public Task<IReadOnlyList<RetrySample>> RetriesAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) => ReadAsync<RetrySample>(
        """
        WITH per_message AS (
            SELECT queue_id, message_key, count(*) AS attempts, min(started_at) AS first, max(started_at) AS last, max(journey_id::text)::uuid AS journey_id, max(error_signature) AS error
            FROM attempt WHERE tenant_id = @tenantId AND started_at >= @from AND started_at < @until AND started_on >= @from::date - 7
            GROUP BY queue_id, message_key),
        before AS (
            SELECT queue_id, count(*)::float8 / greatest(1, count(DISTINCT message_key)) AS baseline
            FROM attempt WHERE tenant_id = @tenantId AND started_at >= @from - interval '1 hour' AND started_at < @from AND started_on >= @from::date - 7
            GROUP BY queue_id)
        SELECT m.queue_id, q.destination AS name, count(*) AS messages, sum(m.attempts)::bigint AS attempts, max(m.attempts) AS most_attempts, coalesce(max(b.baseline), 1) AS baseline,
            mode() WITHIN GROUP (ORDER BY m.error) FILTER (WHERE m.attempts > 1 AND m.error <> '') AS error, min(m.first) FILTER (WHERE m.attempts > 1) AS first,
            coalesce((array_agg(m.journey_id ORDER BY m.attempts DESC, m.last DESC) FILTER (WHERE m.attempts > 1))[1:5], '{}') AS journeys
        FROM per_message m JOIN queue q ON q.queue_id = m.queue_id LEFT JOIN before b ON b.queue_id = m.queue_id
        GROUP BY m.queue_id, q.destination
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    /// <summary>Queues whose messages were dead-lettered in the window, and dead-letter queues that tell their depth.</summary>
    public Task<IReadOnlyList<DeadLetterSample>> DeadLettersAsync(int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken) => ReadAsync<DeadLetterSample>(
        """
        WITH dead AS (
            SELECT coalesce(m.dead_letter_queue_id, m.queue_id) AS queue_id, count(DISTINCT m.message_key) AS dead_lettered, min(m.ended_at) AS first,
                (array_agg(m.journey_id ORDER BY m.ended_at DESC))[1:5] AS journeys,
                (array_agg((SELECT a.error_signature FROM attempt a WHERE a.message_key = m.message_key AND a.journey_id = m.journey_id AND a.error_signature <> '' ORDER BY a.number DESC LIMIT 1) ORDER BY m.ended_at DESC))[1] AS error
            FROM message m WHERE m.tenant_id = @tenantId AND m.state = 3 AND m.ended_at >= @from AND m.ended_at < @until AND m.started_on >= @from::date - 7
            GROUP BY 1),
        told AS (
            SELECT r.queue_id, (array_agg(r.depth ORDER BY r.minute DESC) FILTER (WHERE r.depth IS NOT NULL))[1] AS depth, (array_agg(r.depth ORDER BY r.minute) FILTER (WHERE r.depth IS NOT NULL))[1] AS depth_before,
                (array_agg(r.oldest_age_s ORDER BY r.minute DESC) FILTER (WHERE r.oldest_age_s IS NOT NULL))[1] AS oldest_age
            FROM queue_minute r JOIN queue q ON q.queue_id = r.queue_id AND q.is_dead_letter
            WHERE r.tenant_id = @tenantId AND r.minute >= @from - interval '1 minute' AND r.minute < @until GROUP BY r.queue_id)
        SELECT coalesce(d.queue_id, t.queue_id) AS queue_id, q.destination AS name, coalesce(d.dead_lettered, 0) AS dead_lettered, t.depth, t.depth_before, t.oldest_age, d.error, d.first, coalesce(d.journeys, '{}') AS journeys
        FROM dead d FULL JOIN told t ON t.queue_id = d.queue_id JOIN queue q ON q.queue_id = coalesce(d.queue_id, t.queue_id)
        """,
        tenantId,
        from,
        until,
        cancellationToken);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, new { tenantId, from, until }, cancellationToken: cancellationToken))];
    }
}
