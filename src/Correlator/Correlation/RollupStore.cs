using Correlator.Telemetry.Conventions;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Per-minute counts, added in the transaction that marks their batches correlated: each fact row carries the batch that really inserted it, so each is
/// counted once, and late facts correct the minute they belong to.
/// </summary>
internal sealed class RollupStore
{
    private const int Buckets = 40;

    /// <summary>No minute has more of anything; what a hostile number would overflow.</summary>
    private const double MostReported = 1e12;

    public static async Task AddAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Invocation> invocations,
        IReadOnlyCollection<Sighting> sightings,
        CancellationToken cancellationToken)
    {
        await AddFunctionsAsync(connection, transaction, tenantId, invocations.Select(invocation => (invocation, 1)), cancellationToken);
        await AddQueuesAsync(connection, transaction, tenantId, sightings, cancellationToken);
    }

    /// <summary>Takes back what was counted for rows as they were, and counts them as they are. What is no invocation is not counted.</summary>
    public static Task CorrectAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<(Invocation Before, Invocation After)> changes,
        CancellationToken cancellationToken)
    {
        var counts = changes
            .SelectMany(change => new[] { (Invocation: change.Before, Times: -1), (Invocation: change.After, Times: 1) })
            .Where(counted => !counted.Invocation.IsWord);
        return AddFunctionsAsync(connection, transaction, tenantId, counts, cancellationToken);
    }

    /// <summary>
    /// Depth and age of queues from the metric points of these batches, the highest of a minute, and what the platform counted. A point that came before
    /// is not among them: it belongs to the batch that brought it first.
    /// </summary>
    public static Task AddQueueMetricsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        long[] batches,
        DateTime since,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO queue_minute AS m (
                minute, tenant_id, queue_id, published, received, processed, failed, dead_lettered, depth, oldest_age_s,
                reported_sent, reported_received, reported_deleted)
            SELECT date_trunc('minute', p.at), @tenantId, s.queue_id, 0, 0, 0, 0, 0,
                max(coalesce(p.value, p.max, p.sum)) FILTER (WHERE s.name = ANY(@depths)),
                max(coalesce(p.value, p.max, p.sum)) FILTER (WHERE s.name = ANY(@ages)),
                coalesce(sum(count.of) FILTER (WHERE s.name = ANY(@sent)), 0), coalesce(sum(count.of) FILTER (WHERE s.name = ANY(@received)), 0),
                coalesce(sum(count.of) FILTER (WHERE s.name = ANY(@deleted)), 0)
            FROM metric_series s JOIN metric_point p ON p.series_id = s.series_id AND p.tenant_id = s.tenant_id
            CROSS JOIN LATERAL (SELECT CASE WHEN coalesce(p.sum, p.value) BETWEEN 0 AND @most THEN coalesce(p.sum, p.value)::bigint END AS of) AS count
            WHERE s.tenant_id = @tenantId AND s.queue_id IS NOT NULL AND p.batch_id = ANY(@batches) AND p.at >= @since
            GROUP BY 1, s.queue_id ORDER BY s.queue_id, 1
            ON CONFLICT (queue_id, minute, tenant_id) DO UPDATE SET
                depth = greatest(m.depth, excluded.depth), oldest_age_s = greatest(m.oldest_age_s, excluded.oldest_age_s),
                reported_sent = m.reported_sent + excluded.reported_sent,
                reported_received = m.reported_received + excluded.reported_received, reported_deleted = m.reported_deleted + excluded.reported_deleted
            """,
            new
            {
                tenantId,
                batches,
                since,
                most = MostReported,
                ages = QueueMetrics.AgeMetrics,
                depths = QueueMetrics.DepthMetrics,
                sent = QueueMetrics.SentMetrics,
                received = QueueMetrics.ReceivedMetrics,
                deleted = QueueMetrics.DeletedMetrics,
            },
            transaction,
            cancellationToken: cancellationToken));

    private static Task AddFunctionsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IEnumerable<(Invocation Invocation, int Times)> invocations,
        CancellationToken cancellationToken)
    {
        // Ordered by key: two servers that meet here take their rows in the same order.
        var groups = invocations
            .GroupBy(counted => (counted.Invocation.FunctionId, Minute: Minute(counted.Invocation.StartedAt)))
            .OrderBy(group => group.Key)
            .ToArray();
        return connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO function_minute AS m (
                minute, tenant_id, function_id, invocations, errors, timeouts, cold_starts, duration_us, duration_buckets, cold_buckets, init_us,
                reported_invocations, reported_errors, reported_cold_starts, reported_timeouts)
            SELECT f.minute, @tenantId, f.id, f.invocations, f.errors, f.timeouts, f.cold, f.duration,
                f.buckets::bigint[], f.cold_buckets::bigint[], f.init, 0, 0, 0, 0
            FROM unnest(@minutes, @functions, @counts, @errors, @timeouts, @coldStarts, @durations, @buckets, @coldBuckets, @inits)
                AS f (minute, id, invocations, errors, timeouts, cold, duration, buckets, cold_buckets, init)
            ON CONFLICT (function_id, minute, tenant_id) DO UPDATE SET
                invocations = m.invocations + excluded.invocations, errors = m.errors + excluded.errors, timeouts = m.timeouts + excluded.timeouts,
                cold_starts = m.cold_starts + excluded.cold_starts, duration_us = m.duration_us + excluded.duration_us,
                duration_buckets = ARRAY(
                    SELECT coalesce(a, 0) + coalesce(b, 0)
                    FROM unnest(m.duration_buckets, excluded.duration_buckets) WITH ORDINALITY AS t (a, b, n) ORDER BY n),
                cold_buckets = ARRAY(
                    SELECT coalesce(a, 0) + coalesce(b, 0)
                    FROM unnest(m.cold_buckets, excluded.cold_buckets) WITH ORDINALITY AS t (a, b, n) ORDER BY n),
                init_us = m.init_us + excluded.init_us
            """,
            new
            {
                tenantId,
                minutes = groups.Select(group => group.Key.Minute).ToArray(),
                functions = groups.Select(group => group.Key.FunctionId).ToArray(),
                counts = Sums(_ => 1),
                errors = Sums(invocation => invocation.Outcome is InvocationOutcome.Ok or InvocationOutcome.Unknown ? 0 : 1),
                timeouts = Sums(invocation => invocation.Outcome == InvocationOutcome.Timeout ? 1 : 0),
                coldStarts = Sums(invocation => invocation.IsCold ? 1 : 0),
                durations = Sums(invocation => invocation.DurationMicros),
                buckets = groups.Select(BucketsOf).ToArray(),
                coldBuckets = groups.Select(group => BucketsOf(group.Where(counted => counted.Invocation.IsCold))).ToArray(),
                inits = Sums(invocation => invocation.InitMicros),
            },
            transaction,
            cancellationToken: cancellationToken));

        long[] Sums(Func<Invocation, long> of) => [.. groups.Select(group => group.Sum(counted => of(counted.Invocation) * counted.Times))];
    }

    private static Task AddQueuesAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Sighting> sightings,
        CancellationToken cancellationToken)
    {
        var groups = sightings.GroupBy(sighting => (sighting.QueueId, Minute: Minute(sighting.At))).OrderBy(group => group.Key).ToArray();
        return connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO queue_minute AS m (minute, tenant_id, queue_id, published, received, processed, failed, dead_lettered)
            SELECT q.minute, @tenantId, q.id, q.published, q.received, q.processed, q.failed, q.dead
            FROM unnest(@minutes, @queues, @published, @received, @processed, @failed, @deadLettered)
                AS q (minute, id, published, received, processed, failed, dead)
            ON CONFLICT (queue_id, minute, tenant_id) DO UPDATE SET
                published = m.published + excluded.published, received = m.received + excluded.received, processed = m.processed + excluded.processed,
                failed = m.failed + excluded.failed, dead_lettered = m.dead_lettered + excluded.dead_lettered
            """,
            new
            {
                tenantId,
                minutes = groups.Select(group => group.Key.Minute).ToArray(),
                queues = groups.Select(group => group.Key.QueueId).ToArray(),
                published = groups.Select(group => Count(group, SightingKind.Publish)).ToArray(),
                received = groups.Select(group => Count(group, SightingKind.Receive)).ToArray(),
                processed = groups.Select(group => Count(group, SightingKind.Process)).ToArray(),
                failed = groups.Select(group => group.LongCount(sighting => sighting.Failed && sighting.IsDelivery)).ToArray(),
                deadLettered = groups.Select(group => Count(group, SightingKind.DeadLetter)).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));
    }

    /// <summary>What has not ended has no duration. An array literal: arrays of arrays of their own lengths are no type of Postgres.</summary>
    private static string BucketsOf(IEnumerable<(Invocation Invocation, int Times)> invocations)
    {
        var buckets = new long[Buckets];
        foreach (var (invocation, times) in invocations.Where(counted => counted.Invocation.Outcome != InvocationOutcome.Unknown))
        {
            buckets[Bucket(invocation.DurationMicros)] += times;
        }

        return $"{{{string.Join(',', buckets)}}}";
    }

    private static long Count(IEnumerable<Sighting> sightings, SightingKind kind) => sightings.LongCount(sighting => sighting.Kind == kind);

    private static DateTime Minute(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));

    /// <summary>Bucket n holds durations below 2^n microseconds.</summary>
    private static int Bucket(long micros) => Math.Min(Buckets - 1, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(0, micros)));
}
