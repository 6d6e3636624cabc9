using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>First sight of instances: the last resort for cold starts that nobody announces.</summary>
internal sealed class InstanceStore
{
    /// <summary>
    /// Remembers the first invocation of each instance among those that say nothing about their start. Earlier by its own time, not by arrival: late
    /// telemetry displaces what was first until then. Run twice it gives the same answer.
    /// </summary>
    public static async Task<InstanceFirsts> MarkFirstAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyList<Invocation> invocations,
        DateOnly today,
        CancellationToken cancellationToken)
    {
        var unsaid = invocations
            .Where(invocation => invocation is { ColdStart: ColdStart.Unsaid, IsReport: false, Instance.Length: > 0 })
            .GroupBy(invocation => (invocation.FunctionId, invocation.Instance))
            .ToDictionary(group => group.Key, Earliest);
        if (unsaid.Count == 0)
        {
            return InstanceFirsts.None;
        }

        var known = (await connection.QueryAsync<InstanceRow>(new CommandDefinition(
            """
            SELECT function_id, instance, first_seen, first_trace_id, first_span_id, last_seen_on FROM instance
            WHERE tenant_id = @tenantId AND (function_id, instance) IN (SELECT * FROM unnest(@functions, @instances))
            """,
            new { tenantId, functions = unsaid.Keys.Select(key => key.FunctionId).ToArray(), instances = unsaid.Keys.Select(key => key.Instance).ToArray() },
            transaction,
            cancellationToken: cancellationToken))).ToDictionary(row => (row.FunctionId, row.Instance));
        var earlier = unsaid.Where(pair => !known.TryGetValue(pair.Key, out var row) || row.IsAfter(pair.Value)).Select(pair => pair.Value).ToArray();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO instance (tenant_id, last_seen_on, function_id, instance, first_seen, first_trace_id, first_span_id)
            SELECT @tenantId, @today, i.* FROM unnest(@functions, @instances, @seen, @traces, @spans) AS i
            ON CONFLICT (tenant_id, function_id, instance) DO UPDATE SET
                first_seen = excluded.first_seen, first_trace_id = excluded.first_trace_id, first_span_id = excluded.first_span_id
            """,
            new
            {
                tenantId,
                today,
                functions = earlier.Select(invocation => invocation.FunctionId).ToArray(),
                instances = earlier.Select(invocation => invocation.Instance).ToArray(),
                seen = earlier.Select(invocation => invocation.StartedAt).ToArray(),
                traces = earlier.Select(invocation => invocation.TraceId).ToArray(),
                spans = earlier.Select(invocation => invocation.SpanId).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));
        await LiveOnAsync(connection, transaction, tenantId, [.. known.Values.Where(row => row.LastSeenOn < today)], today, cancellationToken);
        var displaced = earlier
            .Select(invocation => known.GetValueOrDefault((invocation.FunctionId, invocation.Instance)))
            .OfType<InstanceRow>()
            .Select(row => row.First)
            .ToHashSet();
        var first = known.Values
            .Select(row => row.First)
            .Concat(earlier.Select(invocation => invocation.Ref))
            .Except(displaced)
            .ToHashSet();
        return new InstanceFirsts(first, displaced);
    }

    /// <summary>Once a day an instance that still works is marked so: its first sight must not be forgotten before it is gone.</summary>
    private static async Task LiveOnAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        InstanceRow[] rows,
        DateOnly today,
        CancellationToken cancellationToken)
    {
        if (rows.Length > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                UPDATE instance SET last_seen_on = @today
                WHERE tenant_id = @tenantId AND (function_id, instance) IN (SELECT * FROM unnest(@functions, @instances))
                """,
                new { tenantId, today, functions = rows.Select(row => row.FunctionId).ToArray(), instances = rows.Select(row => row.Instance).ToArray() },
                transaction,
                cancellationToken: cancellationToken));
        }
    }

    private static Invocation Earliest(IEnumerable<Invocation> invocations) => invocations
        .OrderBy(invocation => invocation.StartedAt)
        .ThenBy(invocation => invocation.TraceId)
        .ThenBy(invocation => invocation.SpanId)
        .First();

    private sealed record InstanceRow
    {
        public required int FunctionId { get; init; }
        public required string Instance { get; init; }
        public required DateTime FirstSeen { get; init; }
        public required Guid FirstTraceId { get; init; }
        public required long FirstSpanId { get; init; }
        public required DateOnly LastSeenOn { get; init; }

        public SpanRef First => new(FirstTraceId, FirstSpanId);

        public bool IsAfter(Invocation invocation) =>
            (FirstSeen, FirstTraceId, FirstSpanId).CompareTo((invocation.StartedAt, invocation.TraceId, invocation.SpanId)) > 0;
    }
}
