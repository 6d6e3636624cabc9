using Correlator.Storage;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Inits, and the invocations around them.</summary>
internal sealed class ColdStartStore(NpgsqlDataSource database)
{
    private const string Columns =
        "trace_id, span_id, function_id, batch_id, started_at, duration_us AS duration_micros, init_us AS init_micros, "
        + "cold_start, instance, invocation_id, trigger, is_report";

    private const int MaxCandidates = 10_000;

    /// <summary>Inits of some functions that may belong to invocations between two times.</summary>
    public Task<IReadOnlyList<Invocation>> InitsAsync(
        int tenantId,
        int[] functions,
        DateTime from,
        DateTime until,
        CancellationToken cancellationToken) =>
        ReadAsync(
            $"""
            SELECT {Columns} FROM invocation
            WHERE trigger = 'init' AND function_id = ANY(@functions) AND tenant_id = @tenantId AND started_at >= @from AND started_at <= @until
            LIMIT {MaxCandidates}
            """,
            new { tenantId, functions, from = from - InitMatcher.Reach, until = until + InitMatcher.Reach },
            cancellationToken);

    /// <summary>Invocations that these inits may belong to: by request id where the init tells one, else those that began right after it.</summary>
    public Task<IReadOnlyList<Invocation>> AroundAsync(int tenantId, IReadOnlyCollection<Invocation> inits, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT DISTINCT {Columns} FROM unnest(@functions, @requests, @froms, @untils) AS n (function, request, "from", until)
        CROSS JOIN LATERAL (
            SELECT * FROM invocation i
            WHERE i.function_id = n.function AND i.tenant_id = @tenantId AND i.started_at >= n."from" AND i.started_at <= n.until
                AND i.trigger NOT IN ('init', 'report') AND (n.request = '' OR i.invocation_id = n.request)
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

    private Task<IReadOnlyList<Invocation>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.QueryAsync<Invocation>(sql, parameters, cancellationToken);
}
