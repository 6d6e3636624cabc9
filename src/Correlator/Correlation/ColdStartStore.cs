using Correlator.Storage;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Inits, the invocations around them, and what became known of an invocation's start after it was stored.</summary>
internal sealed class ColdStartStore(NpgsqlDataSource database)
{
    private const string Columns = "trace_id, span_id, function_id, batch_id, started_at, duration_us AS duration_micros, init_us AS init_micros, cold_start, instance, invocation_id, trigger";
    private const int MaxCandidates = 10_000;

    /// <summary>Inits of some functions that may belong to invocations between two times.</summary>
    public Task<IReadOnlyList<Invocation>> InitsAsync(int tenantId, int[] functions, DateTime from, DateTime until, CancellationToken cancellationToken) => ReadAsync(
        $"SELECT {Columns} FROM invocation WHERE trigger = 'init' AND function_id = ANY(@functions) AND tenant_id = @tenantId AND started_at >= @from AND started_at <= @until LIMIT {MaxCandidates}",
        new { tenantId, functions, from = from - InitMatcher.Reach, until = until + InitMatcher.Reach },
        cancellationToken);

    /// <summary>Invocations that these inits may belong to: by request id where the init tells one, else those that began right after it.</summary>
    public Task<IReadOnlyList<Invocation>> AroundAsync(int tenantId, IReadOnlyCollection<Invocation> inits, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT DISTINCT {Columns} FROM unnest(@functions, @requests, @froms, @untils) AS n (function, request, "from", until)
        CROSS JOIN LATERAL (
            SELECT * FROM invocation i
            WHERE i.function_id = n.function AND i.tenant_id = @tenantId AND i.started_at >= n."from" AND i.started_at <= n.until AND i.trigger <> 'init' AND (n.request = '' OR i.invocation_id = n.request)
            ORDER BY i.started_at LIMIT 100) AS i
        LIMIT {MaxCandidates}
        """,
        new
        {
            tenantId,
            functions = inits.Select(init => init.FunctionId).ToArray(),
            requests = inits.Select(init => init.InvocationId).ToArray(),
            froms = inits.Select(init => init.InvocationId.Length > 0 ? init.StartedAt - InitMatcher.Reach : init.EndedAt.AddSeconds(-2)).ToArray(),
            untils = inits.Select(init => init.InvocationId.Length > 0 ? init.StartedAt.AddMinutes(1) : init.EndedAt.AddSeconds(2)).ToArray(),
        },
        cancellationToken);

    /// <summary>
    /// Keeps what was found out of invocations' starts, and corrects the rollups of those that were counted before it was. The others are counted with
    /// their batch, now or later.
    /// </summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int tenantId, IReadOnlyCollection<(Invocation Before, Invocation After)> changes, IReadOnlySet<long> countedNow, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE invocation i SET cold_start = c.cold_start, init_us = c.init_us FROM unnest(@traces, @spans, @started, @cold, @inits) AS c (trace_id, span_id, started_at, cold_start, init_us)
            WHERE i.trace_id = c.trace_id AND i.span_id = c.span_id AND i.started_at = c.started_at AND i.tenant_id = @tenantId
            """,
            new
            {
                tenantId,
                traces = changes.Select(change => change.After.TraceId).ToArray(),
                spans = changes.Select(change => change.After.SpanId).ToArray(),
                started = changes.Select(change => change.After.StartedAt).ToArray(),
                cold = changes.Select(change => (short)change.After.ColdStart).ToArray(),
                inits = changes.Select(change => change.After.InitMicros).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE function_minute SET cold_starts = cold_starts + @coldAdded, init_us = init_us + @initAdded, cold_buckets[@bucket] = cold_buckets[@bucket] + @coldAdded
            WHERE function_id = @FunctionId AND minute = date_trunc('minute', @StartedAt) AND tenant_id = @tenantId
                AND EXISTS (SELECT FROM ledger_batch WHERE batch_id = @BatchId AND tenant_id = @tenantId AND state = @correlated)
            """,
            changes.Where(change => !countedNow.Contains(change.After.BatchId)).Select(change => new
            {
                tenantId,
                change.After.FunctionId,
                change.After.StartedAt,
                change.After.BatchId,
                correlated = (int)BatchState.Correlated,
                initAdded = change.After.InitMicros - change.Before.InitMicros,
                coldAdded = change.After.IsCold && !change.Before.IsCold ? 1L : 0L,

                // Arrays count from 1.
                bucket = RollupStore.Bucket(change.After.DurationMicros) + 1,
            }),
            transaction,
            cancellationToken: cancellationToken));
    }

    private async Task<IReadOnlyList<Invocation>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Invocation>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))];
    }
}
