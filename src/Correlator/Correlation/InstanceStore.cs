using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>First sight of instances: the last resort for cold starts that nobody announces.</summary>
internal sealed class InstanceStore
{
    /// <summary>
    /// Remembers the instances of invocations that say nothing about their start, and gives back all of them with <see cref="ColdStart.InitEvent"/> for
    /// those that are the first of their instance. Run twice it gives the same answer: the first span is kept in the row.
    /// </summary>
    public static async Task<IReadOnlyList<Invocation>> MarkFirstAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int tenantId, IReadOnlyList<Invocation> invocations, CancellationToken cancellationToken)
    {
        var unsaid = invocations.Where(invocation => invocation.ColdStart == ColdStart.Unsaid && invocation.Instance.Length > 0)
            .GroupBy(invocation => (invocation.FunctionId, invocation.Instance)).Select(group => group.OrderBy(invocation => invocation.StartedAt).ThenBy(invocation => invocation.SpanId).First())
            .OrderBy(invocation => invocation.FunctionId).ThenBy(invocation => invocation.Instance, StringComparer.Ordinal).ToArray();
        if (unsaid.Length == 0)
        {
            return invocations;
        }

        var parameters = new
        {
            tenantId,
            functions = unsaid.Select(invocation => invocation.FunctionId).ToArray(),
            instances = unsaid.Select(invocation => invocation.Instance).ToArray(),
            seen = unsaid.Select(invocation => invocation.StartedAt).ToArray(),
            traces = unsaid.Select(invocation => invocation.TraceId).ToArray(),
            spans = unsaid.Select(invocation => invocation.SpanId).ToArray(),
        };
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO instance (tenant_id, function_id, instance, first_seen, first_trace_id, first_span_id)
            SELECT @tenantId, i.* FROM unnest(@functions, @instances, @seen, @traces, @spans) AS i ON CONFLICT DO NOTHING
            """,
            parameters,
            transaction,
            cancellationToken: cancellationToken));
        var first = (await connection.QueryAsync<(Guid, long)>(new CommandDefinition(
            """
            SELECT first_trace_id, first_span_id FROM instance
            WHERE tenant_id = @tenantId AND (function_id, instance) IN (SELECT * FROM unnest(@functions, @instances))
            """,
            parameters,
            transaction,
            cancellationToken: cancellationToken))).ToHashSet();
        return [.. invocations.Select(invocation => invocation.ColdStart == ColdStart.Unsaid && first.Contains((invocation.TraceId, invocation.SpanId)) ? invocation with { ColdStart = ColdStart.InitEvent } : invocation)];
    }
}
