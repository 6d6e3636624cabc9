using Correlator.Storage;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Keeps what became known of an invocation after it was stored: its init, its end, what is billed.</summary>
internal static class InvocationStore
{
    /// <summary>
    /// Keeps the rows as they are to be, and corrects the minutes in which they were counted as they were. The
    /// others are counted with their batch, now or later.
    /// </summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<(Invocation Before, Invocation After)> changes,
        IReadOnlySet<long> countedNow,
        CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var after = changes.Select(change => change.After).ToArray();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE invocation i SET cold_start = c.cold_start, init_us = c.init_us, duration_us = c.duration_us, outcome = c.outcome,
                error_signature = c.error_signature, trigger = c.trigger,
                billed_us = c.billed_us, memory_bytes = c.memory_bytes, memory_used_bytes = c.memory_used_bytes
            FROM unnest(@traces, @spans, @started, @cold, @inits, @durations, @outcomes, @errors, @triggers, @billed, @memory, @used)
                AS c (
                    trace_id, span_id, started_at, cold_start, init_us, duration_us, outcome, error_signature, trigger,
                    billed_us, memory_bytes, memory_used_bytes)
            WHERE i.trace_id = c.trace_id AND i.span_id = c.span_id AND i.started_at = c.started_at AND i.tenant_id = @tenantId
            """,
            new
            {
                tenantId,
                traces = after.Select(row => row.TraceId).ToArray(),
                spans = after.Select(row => row.SpanId).ToArray(),
                started = after.Select(row => row.StartedAt).ToArray(),
                cold = after.Select(row => (short)row.ColdStart).ToArray(),
                inits = after.Select(row => row.InitMicros).ToArray(),
                durations = after.Select(row => row.DurationMicros).ToArray(),
                outcomes = after.Select(row => (short)row.Outcome).ToArray(),
                errors = after.Select(row => row.ErrorSignature).ToArray(),
                triggers = after.Select(row => row.Trigger).ToArray(),
                billed = after.Select(row => row.BilledMicros).ToArray(),
                memory = after.Select(row => row.MemoryBytes).ToArray(),
                used = after.Select(row => row.MemoryUsedBytes).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));
        var waiting = (await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT batch_id FROM ledger_batch WHERE tenant_id = @tenantId AND batch_id = ANY(@batches) AND state < @correlated",
            new { tenantId, batches = after.Select(row => row.BatchId).Distinct().ToArray(), correlated = (short)BatchState.Correlated },
            transaction,
            cancellationToken: cancellationToken))).ToHashSet();
        await RollupStore.CorrectAsync(connection, transaction, tenantId, [.. changes.Where(WasCounted)], cancellationToken);

        bool WasCounted((Invocation Before, Invocation After) change) =>
            !countedNow.Contains(change.After.BatchId) && !waiting.Contains(change.After.BatchId) && !ReportChanges.IsQuiet(change);
    }
}
