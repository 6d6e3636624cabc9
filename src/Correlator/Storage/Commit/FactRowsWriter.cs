using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>
/// Fact rows. Nearly always all are new, so they go by COPY under a savepoint; when one is there already (a span sent again in another request),
/// the savepoint is taken back and the same bytes go through staging tables with ON CONFLICT DO NOTHING. A row that is there keeps its first
/// batch_id: rollups count it once.
/// </summary>
internal sealed class FactRowsWriter : IDisposable
{
    private static readonly (string Table, string Columns)[] Tables =
    [
        ("invocation", "started_at, trace_id, span_id, tenant_id, function_id, batch_id, parent_span_id, parent_remote, duration_us, init_us, outcome, cold_start, batch_size, trigger, version, instance, invocation_id, error_signature"),
        ("sighting", "at, trace_id, span_id, message_key, context_trace_id, context_span_id, tenant_id, queue_id, function_id, batch_id, kind, ordinal, delivery_count, duration_us, enqueued_at, failed, in_batch, message_id, error_signature"),
        ("span_link", "at, trace_id, span_id, linked_trace_id, linked_span_id, tenant_id, batch_id, in_batch"),
        ("correlation_key", "seen_on, key_hash, trace_id, tenant_id, batch_id, scope, first_at, name, value"),
    ];

    private readonly CopyBuffer[] _rows = [new(), new(), new(), new()];
    private readonly HashSet<Guid> _traces = [];
    private readonly HashSet<(TraceId, Guid)> _keys = [];
    private long _from;
    private long _until;

    public async Task<FactSummary> WriteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        long batchId,
        FactSet facts,
        Dictionary<FunctionIdentity, int> functions,
        Dictionary<QueueIdentity, int> queues,
        CancellationToken cancellationToken)
    {
        Build(tenantId, batchId, facts, functions, queues);
        foreach (var rows in _rows)
        {
            rows.Finish();
        }

        await transaction.SaveAsync("facts", cancellationToken);
        try
        {
            for (var table = 0; table < Tables.Length; table++)
            {
                await Copy.SendAsync(connection, CopyCommand(Tables[table].Table, Tables[table].Columns), _rows[table], cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync("facts", cancellationToken);
            await WriteThroughStagingAsync(connection, transaction, cancellationToken);
        }

        return new FactSummary([.. _traces], _from, _until);
    }

    public void Dispose()
    {
        foreach (var rows in _rows)
        {
            rows.Dispose();
        }
    }

    private static string CopyCommand(string table, string columns) => $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)";

    private async Task WriteThroughStagingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        for (var table = 0; table < Tables.Length; table++)
        {
            if (_rows[table].Rows == 0)
            {
                continue;
            }

            var (name, columns) = Tables[table];
            await using var create = new NpgsqlCommand($"CREATE TEMP TABLE IF NOT EXISTS staged_{name} (LIKE {name}) ON COMMIT DROP", connection, transaction);
            await create.ExecuteNonQueryAsync(cancellationToken);
            await Copy.SendAsync(connection, CopyCommand($"staged_{name}", columns), _rows[table], cancellationToken);
            await using var insert = new NpgsqlCommand($"INSERT INTO {name} ({columns}) SELECT {columns} FROM staged_{name} ON CONFLICT DO NOTHING", connection, transaction);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private void Build(int tenantId, long batchId, FactSet facts, Dictionary<FunctionIdentity, int> functions, Dictionary<QueueIdentity, int> queues)
    {
        foreach (var rows in _rows)
        {
            rows.Clear();
        }

        _traces.Clear();
        _keys.Clear();
        (_from, _until) = (long.MaxValue, long.MinValue);
        foreach (var fact in facts.Invocations)
        {
            AddInvocation(_rows[0], tenantId, batchId, fact, functions[fact.Function]);
        }

        foreach (var fact in facts.Sightings)
        {
            AddSighting(_rows[1], tenantId, batchId, fact, functions[fact.Function], queues[fact.Queue]);
        }

        foreach (var fact in facts.Links)
        {
            AddLink(_rows[2], tenantId, batchId, fact);
        }

        foreach (var fact in facts.Keys)
        {
            if (_keys.Add((fact.TraceId, fact.Hash)))
            {
                AddKey(_rows[3], tenantId, batchId, fact);
            }
        }
    }

    private void AddInvocation(CopyBuffer row, int tenantId, long batchId, in InvocationFact fact, int functionId)
    {
        Touch(fact.TraceId, fact.StartNano);
        row.Row(18);
        row.Timestamp(fact.StartNano);
        row.TraceId(fact.TraceId);
        row.Int64(fact.SpanId.ToInt64());
        row.Int32(tenantId);
        row.Int32(functionId);
        row.Int64(batchId);
        row.Int64(fact.ParentSpanId.ToInt64());
        row.Bool(fact.ParentIsRemote);
        row.Int64((fact.EndNano - fact.StartNano) / 1000);
        row.Int64(fact.InitNano / 1000);
        row.Int16((short)fact.Outcome);
        row.Int16((short)fact.ColdStart);
        row.Int32(fact.BatchSize);
        row.Text(fact.Trigger);
        row.Text(fact.Version.Span);
        row.Text(fact.Instance.Span);
        row.Text(fact.InvocationId.Span);
        row.Text(fact.ErrorSignature);
    }

    private void AddSighting(CopyBuffer row, int tenantId, long batchId, in SightingFact fact, int functionId, int queueId)
    {
        Touch(fact.TraceId, fact.StartNano);
        row.Row(19);
        row.Timestamp(fact.StartNano);
        row.TraceId(fact.TraceId);
        row.Int64(fact.SpanId.ToInt64());
        row.Uuid(MessageKeys.For(fact));
        row.TraceId(fact.ContextTraceId);
        row.Int64(fact.ContextSpanId.ToInt64());
        row.Int32(tenantId);
        row.Int32(queueId);
        row.Int32(functionId);
        row.Int64(batchId);
        row.Int16((short)fact.Kind);
        row.Int16(fact.Ordinal);
        row.Int32(fact.DeliveryCount);
        row.Int64((fact.EndNano - fact.StartNano) / 1000);
        if (fact.EnqueuedNano > 0)
        {
            row.Timestamp(fact.EnqueuedNano);
        }
        else
        {
            row.Null();
        }

        row.Bool(fact.Failed);
        row.Bool(fact.InBatch);
        row.Text(fact.MessageId.Span);
        row.Text(fact.ErrorSignature);
    }

    private void AddLink(CopyBuffer row, int tenantId, long batchId, in LinkFact fact)
    {
        Touch(fact.TraceId, fact.AtNano);
        row.Row(8);
        row.Timestamp(fact.AtNano);
        row.TraceId(fact.TraceId);
        row.Int64(fact.SpanId.ToInt64());
        row.TraceId(fact.LinkedTraceId);
        row.Int64(fact.LinkedSpanId.ToInt64());
        row.Int32(tenantId);
        row.Int64(batchId);
        row.Bool(fact.InBatch);
    }

    private void AddKey(CopyBuffer row, int tenantId, long batchId, in KeyFact fact)
    {
        Touch(fact.TraceId, fact.AtNano);
        row.Row(9);
        row.Date(DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + (int)(fact.AtNano / 86_400_000_000_000)));
        row.Uuid(fact.Hash);
        row.TraceId(fact.TraceId);
        row.Int32(tenantId);
        row.Int64(batchId);
        row.Int16((short)fact.Scope);
        row.Timestamp(fact.AtNano);
        row.Text(fact.Name);
        row.Text(fact.Value.Span);
    }

    private void Touch(TraceId traceId, long atNano)
    {
        _traces.Add(traceId.ToGuid());
        _from = Math.Min(_from, atNano);
        _until = Math.Max(_until, atNano);
    }
}
