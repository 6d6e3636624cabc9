using Correlator.Storage;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Sums of the per-minute counts, of many functions or queues in one statement.</summary>
internal sealed class RollupReader(NpgsqlDataSource database)
{
    /// <summary>One for each range; zeros where nothing was counted.</summary>
    public async Task<IReadOnlyDictionary<MinuteRange, FunctionNumbers>> FunctionsAsync(
        int tenantId,
        IReadOnlyList<MinuteRange> ranges,
        CancellationToken cancellationToken) =>
        await ReadAsync<FunctionNumbers>(
            """
            SELECT coalesce(sum(m.invocations), 0)::bigint AS invocations, coalesce(sum(m.errors), 0)::bigint AS errors,
                coalesce(sum(m.timeouts), 0)::bigint AS timeouts,
                coalesce(sum(m.cold_starts), 0)::bigint AS cold_starts, coalesce(sum(m.duration_us), 0)::bigint AS duration_us,
                coalesce((SELECT array_agg(b.n ORDER BY b.i) FROM (
                    SELECT u.i, sum(u.c)::bigint AS n
                    FROM function_minute f, unnest(f.duration_buckets) WITH ORDINALITY AS u (c, i)
                    WHERE f.function_id = r.id AND f.tenant_id = @tenantId AND f.minute >= r.since AND f.minute < r.before
                    GROUP BY u.i) AS b), '{}') AS buckets,
                max(m.minute) FILTER (WHERE m.invocations > 0) AS last_minute
            FROM unnest(@ids, @from, @until) WITH ORDINALITY AS r (id, since, before, ordinal)
            LEFT JOIN function_minute m ON m.function_id = r.id AND m.tenant_id = @tenantId AND m.minute >= r.since AND m.minute < r.before
            GROUP BY r.ordinal, r.id, r.since, r.before ORDER BY r.ordinal
            """,
            tenantId,
            ranges,
            cancellationToken);

    /// <summary>One for each range; zeros where nothing was counted.</summary>
    public async Task<IReadOnlyDictionary<MinuteRange, QueueNumbers>> QueuesAsync(
        int tenantId,
        IReadOnlyList<MinuteRange> ranges,
        CancellationToken cancellationToken) =>
        await ReadAsync<QueueNumbers>(
            """
            SELECT coalesce(sum(m.published), 0)::bigint AS published, coalesce(sum(m.received), 0)::bigint AS received,
                coalesce(sum(m.processed), 0)::bigint AS processed,
                coalesce(sum(m.failed), 0)::bigint AS failed, coalesce(sum(m.dead_lettered), 0)::bigint AS dead_lettered,
                (array_agg(m.depth ORDER BY m.minute DESC) FILTER (WHERE m.depth IS NOT NULL))[1] AS depth,
                (array_agg(m.oldest_age_s ORDER BY m.minute DESC) FILTER (WHERE m.oldest_age_s IS NOT NULL))[1] AS oldest_age_s, max(m.minute) AS last_minute
            FROM unnest(@ids, @from, @until) WITH ORDINALITY AS r (id, since, before, ordinal)
            LEFT JOIN queue_minute m ON m.queue_id = r.id AND m.tenant_id = @tenantId AND m.minute >= r.since AND m.minute < r.before
            GROUP BY r.ordinal ORDER BY r.ordinal
            """,
            tenantId,
            ranges,
            cancellationToken);

    private async Task<IReadOnlyDictionary<MinuteRange, T>> ReadAsync<T>(
        string sql,
        int tenantId,
        IReadOnlyList<MinuteRange> ranges,
        CancellationToken cancellationToken)
    {
        var distinct = ranges.Distinct().ToArray();
        var rows = await database.QueryAsync<T>(
            sql,
            new
            {
                tenantId,
                ids = distinct.Select(range => range.Id).ToArray(),
                from = distinct.Select(range => range.From).ToArray(),
                until = distinct.Select(range => range.Until).ToArray(),
            },
            cancellationToken);
        return distinct.Zip(rows).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
