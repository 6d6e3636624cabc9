using Correlator.Telemetry.Conventions;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>What functions and their platforms report by metrics, added to the minutes of function_minute beside what telemetry tells of each invocation.</summary>
internal sealed class FunctionReportStore
{
    /// <summary>No minute has more of anything; what a hostile number would overflow.</summary>
    private const double MostReported = 1e12;

    /// <summary>The faas.* counters: of a cumulative series the step from its previous point counts, a reset from zero. CloudWatch's summaries: each is a period's own.</summary>
    public static Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int tenantId, long[] batches, DateTime since, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO function_minute AS m (minute, tenant_id, function_id, invocations, errors, timeouts, cold_starts, duration_us, duration_buckets, cold_buckets, init_us,
                reported_invocations, reported_errors, reported_cold_starts, reported_timeouts, reported_throttles, reported_dead_letter_errors, reported_duration_us, concurrency, iterator_age_ms)
            SELECT date_trunc('minute', p.at), @tenantId, s.function_id, 0, 0, 0, 0, 0, '{}', '{}', 0,
                coalesce(sum(step) FILTER (WHERE s.name IN ('faas.invocations', @lambda || 'Invocations')), 0), coalesce(sum(step) FILTER (WHERE s.name IN ('faas.errors', @lambda || 'Errors')), 0),
                coalesce(sum(step) FILTER (WHERE s.name = 'faas.coldstarts'), 0), coalesce(sum(step) FILTER (WHERE s.name = 'faas.timeouts'), 0),
                coalesce(sum(step) FILTER (WHERE s.name = @lambda || 'Throttles'), 0), coalesce(sum(step) FILTER (WHERE s.name = @lambda || 'DeadLetterErrors'), 0),
                coalesce(sum(step * 1000) FILTER (WHERE s.name = @lambda || 'Duration'), 0),
                max(coalesce(p.max, p.sum)) FILTER (WHERE s.name = @lambda || 'ConcurrentExecutions'), max(coalesce(p.max, p.sum)) FILTER (WHERE s.name = @lambda || 'IteratorAge')
            FROM metric_series s
            JOIN metric_point p ON p.series_id = s.series_id AND p.tenant_id = s.tenant_id
            LEFT JOIN LATERAL (
                SELECT b.value FROM metric_point b
                WHERE s.temporality = 2 AND b.series_id = p.series_id AND b.tenant_id = p.tenant_id AND b.at < p.at AND b.at >= @since AND b.start_at IS NOT DISTINCT FROM p.start_at
                ORDER BY b.at DESC LIMIT 1) before ON true
            CROSS JOIN LATERAL (SELECT greatest(0, coalesce(p.value, p.sum) - coalesce(CASE WHEN before.value <= p.value THEN before.value END, 0)) AS exact) AS e
            CROSS JOIN LATERAL (SELECT CASE WHEN exact <= @most THEN exact::bigint END AS step) AS d
            WHERE s.tenant_id = @tenantId AND p.batch_id = ANY(@batches) AND p.at >= @since
                AND (s.name IN ('faas.invocations', 'faas.errors', 'faas.coldstarts', 'faas.timeouts') AND p.value IS NOT NULL
                    OR s.of_function AND s.name = ANY(@reports) AND p.sum IS NOT NULL)
            GROUP BY 1, s.function_id ORDER BY s.function_id, 1
            ON CONFLICT (function_id, minute, tenant_id) DO UPDATE SET
                reported_invocations = m.reported_invocations + excluded.reported_invocations, reported_errors = m.reported_errors + excluded.reported_errors,
                reported_cold_starts = m.reported_cold_starts + excluded.reported_cold_starts, reported_timeouts = m.reported_timeouts + excluded.reported_timeouts,
                reported_throttles = m.reported_throttles + excluded.reported_throttles, reported_dead_letter_errors = m.reported_dead_letter_errors + excluded.reported_dead_letter_errors,
                reported_duration_us = m.reported_duration_us + excluded.reported_duration_us, concurrency = greatest(m.concurrency, excluded.concurrency),
                iterator_age_ms = greatest(m.iterator_age_ms, excluded.iterator_age_ms)
            """,
            new { tenantId, batches, since, most = MostReported, lambda = FunctionMetrics.Lambda, reports = FunctionMetrics.Reports },
            transaction,
            cancellationToken: cancellationToken));
}
