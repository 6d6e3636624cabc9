using Correlator.Storage;
using Correlator.Telemetry.Conventions;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// What functions and their platforms report by metrics, added to the minutes of function_minute beside what telemetry tells of each invocation.
/// </summary>
internal sealed class FunctionReportStore
{
    /// <summary>No minute has more of anything; what a hostile number would overflow.</summary>
    private const double MostReported = 1e12;

    /// <summary>
    /// The faas.* counters: of a cumulative series the step from its previous point counts, a reset from zero. A point that comes late takes its part
    /// from the step of the point behind it, which was counted before. Only points count that are correlated by now, or are with these batches.
    /// CloudWatch's summaries, and deltas: each is a period's own.
    /// </summary>
    public static Task AddAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        long[] batches,
        DateTime since,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            WITH fresh AS (
                SELECT s.name, s.function_id, s.temporality, p.series_id, p.at, p.start_at, p.value, p.sum, p.max
                FROM metric_series s JOIN metric_point p ON p.series_id = s.series_id AND p.tenant_id = s.tenant_id
                WHERE s.tenant_id = @tenantId AND p.batch_id = ANY(@batches) AND p.at >= @since
                    AND (s.name IN ('faas.invocations', 'faas.errors', 'faas.coldstarts', 'faas.timeouts') AND p.value IS NOT NULL
                        OR s.of_function AND s.name = ANY(@reports) AND p.sum IS NOT NULL)),
            behind AS (
                SELECT DISTINCT f.name, f.function_id, f.temporality, f.series_id, n.at, f.start_at, n.value, NULL::float8 AS sum, NULL::float8 AS max
                FROM fresh f
                CROSS JOIN LATERAL (
                    SELECT p.at, p.value, p.batch_id FROM metric_point p
                    WHERE p.series_id = f.series_id AND p.tenant_id = @tenantId AND p.at > f.at AND p.start_at IS NOT DISTINCT FROM f.start_at
                        AND NOT EXISTS (SELECT FROM ledger_batch l WHERE l.batch_id = p.batch_id AND l.tenant_id = @tenantId AND l.state < @correlated)
                    ORDER BY p.at LIMIT 1) AS n
                WHERE f.temporality = 2 AND n.batch_id <> ALL(@batches)),
            p AS (SELECT *, false AS is_counted FROM fresh UNION ALL SELECT *, true FROM behind)
            INSERT INTO function_minute AS m (
                minute, tenant_id, function_id, invocations, errors, timeouts, cold_starts, duration_us, duration_buckets, cold_buckets, init_us,
                reported_invocations, reported_errors, reported_cold_starts, reported_timeouts, reported_throttles, reported_dead_letter_errors,
                reported_duration_us, concurrency, iterator_age_ms)
            SELECT date_trunc('minute', p.at), @tenantId, p.function_id, 0, 0, 0, 0, 0, '{}', '{}', 0,
                coalesce(sum(step) FILTER (WHERE p.name IN ('faas.invocations', @lambda || 'Invocations')), 0),
                coalesce(sum(step) FILTER (WHERE p.name IN ('faas.errors', @lambda || 'Errors')), 0),
                coalesce(sum(step) FILTER (WHERE p.name = 'faas.coldstarts'), 0),
                coalesce(sum(step) FILTER (WHERE p.name = 'faas.timeouts'), 0),
                coalesce(sum(step) FILTER (WHERE p.name = @lambda || 'Throttles'), 0),
                coalesce(sum(step) FILTER (WHERE p.name = @lambda || 'DeadLetterErrors'), 0),
                coalesce(sum(step * 1000) FILTER (WHERE p.name = @lambda || 'Duration'), 0),
                max(coalesce(p.max, p.sum)) FILTER (WHERE p.name = @lambda || 'ConcurrentExecutions'),
                max(coalesce(p.max, p.sum)) FILTER (WHERE p.name = @lambda || 'IteratorAge')
            FROM p
            LEFT JOIN LATERAL (
                SELECT b.value FROM metric_point b
                WHERE p.temporality = 2 AND b.series_id = p.series_id AND b.tenant_id = @tenantId AND b.at < p.at AND b.start_at IS NOT DISTINCT FROM p.start_at
                    AND NOT EXISTS (SELECT FROM ledger_batch l WHERE l.batch_id = b.batch_id AND l.tenant_id = @tenantId AND l.state < @correlated)
                ORDER BY b.at DESC LIMIT 1) before ON true
            LEFT JOIN LATERAL (
                SELECT b.value FROM metric_point b
                WHERE p.is_counted AND b.series_id = p.series_id AND b.tenant_id = @tenantId AND b.at < p.at
                    AND b.start_at IS NOT DISTINCT FROM p.start_at AND b.batch_id <> ALL(@batches)
                    AND NOT EXISTS (SELECT FROM ledger_batch l WHERE l.batch_id = b.batch_id AND l.tenant_id = @tenantId AND l.state < @correlated)
                ORDER BY b.at DESC LIMIT 1) once ON true
            CROSS JOIN LATERAL (SELECT
                greatest(0, coalesce(p.value, p.sum) - coalesce(CASE WHEN before.value <= p.value THEN before.value END, 0)) AS exact,
                CASE WHEN p.is_counted THEN greatest(0, p.value - coalesce(CASE WHEN once.value <= p.value THEN once.value END, 0)) ELSE 0 END AS taken) AS e
            CROSS JOIN LATERAL (SELECT
                CASE WHEN exact <= @most THEN exact::bigint ELSE 0 END - CASE WHEN taken <= @most THEN taken::bigint ELSE 0 END AS step) AS d
            GROUP BY 1, p.function_id ORDER BY p.function_id, 1
            ON CONFLICT (function_id, minute, tenant_id) DO UPDATE SET
                reported_invocations = m.reported_invocations + excluded.reported_invocations,
                reported_errors = m.reported_errors + excluded.reported_errors,
                reported_cold_starts = m.reported_cold_starts + excluded.reported_cold_starts,
                reported_timeouts = m.reported_timeouts + excluded.reported_timeouts,
                reported_throttles = m.reported_throttles + excluded.reported_throttles,
                reported_dead_letter_errors = m.reported_dead_letter_errors + excluded.reported_dead_letter_errors,
                reported_duration_us = m.reported_duration_us + excluded.reported_duration_us,
                concurrency = greatest(m.concurrency, excluded.concurrency),
                iterator_age_ms = greatest(m.iterator_age_ms, excluded.iterator_age_ms)
            """,
            new
            {
                tenantId,
                batches,
                since,
                correlated = (short)BatchState.Correlated,
                most = MostReported,
                lambda = FunctionMetrics.Lambda,
                reports = FunctionMetrics.Reports,
            },
            transaction,
            cancellationToken: cancellationToken));
}
