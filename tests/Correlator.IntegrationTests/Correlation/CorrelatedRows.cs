using Dapper;
using Npgsql;

namespace Correlator.IntegrationTests.Correlation;

/// <summary>All that correlation has derived, as text: ids that a database gives out replaced by names.</summary>
internal static class CorrelatedRows
{
    private static readonly string[] Queries =
    [
        """
        SELECT
          format(
            'journey %s %s %s %s %s %s %s %s %s %s %s %s',
            journey_id, started_on, status, started_at, ended_at, traces, invocations, messages, attempts, errors, cold_starts, due_at)
          || (SELECT name FROM function f WHERE f.function_id = root_function_id)
        FROM journey
        """,
        "SELECT format('trace %s %s %s %s', journey_id, started_on, trace_id, is_shared) FROM journey_trace",
        """
        SELECT format(
          'message %s %s %s %s %s %s %s %s %s %s %s %s %s',
          journey_id, message_key, message_id, state, published_at, publisher_trace_id, publisher_span_id,
          attempts, first_attempt_at, ended_at, dwell_us, total_us,
          (SELECT destination FROM queue q WHERE q.queue_id = m.queue_id))
        FROM message m
        """,
        """
        SELECT format(
          'attempt %s %s %s %s %s %s %s %s %s %s %s',
          journey_id, message_key, number, trace_id, span_id, started_at, ended_at, dwell_us, skew_us, outcome, error_signature)
        FROM attempt
        """,
        """
        SELECT format(
          'function %s %s %s %s %s %s %s %s %s',
          minute, (SELECT name FROM function f WHERE f.function_id = r.function_id),
          invocations, errors, timeouts, cold_starts, duration_us, duration_buckets, CASE WHEN cold_starts > 0 THEN cold_buckets END)
        FROM function_minute r
        """,
        """
        SELECT format(
          'queue %s %s %s %s %s %s %s',
          minute, (SELECT destination FROM queue q WHERE q.queue_id = r.queue_id), published, received, processed, failed, dead_lettered)
        FROM queue_minute r
        """,
    ];

    public static async Task<string[]> ReadAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = new List<string>();
        foreach (var query in Queries)
        {
            rows.AddRange(await connection.QueryAsync<string>(query));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>Function-minutes whose counts are not those of the facts.</summary>
    public static async Task<long> MiscountedAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM (
              SELECT
                function_id,
                date_trunc('minute', started_at) AS minute,
                count(*) AS invocations,
                count(*) FILTER (WHERE outcome <> 0) AS errors,
                sum(duration_us) AS duration
              FROM invocation
              GROUP BY 1, 2) AS f
            FULL JOIN function_minute r USING (function_id, minute)
            WHERE (f.invocations, f.errors, f.duration) IS DISTINCT FROM (r.invocations, r.errors, r.duration_us)
            """);
    }
}
