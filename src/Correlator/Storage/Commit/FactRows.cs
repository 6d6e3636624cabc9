using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Commit;

/// <summary>
/// The facts of one commit as rows for COPY, one buffer per table. They are not copied in the commit itself: they go packed with the batch into
/// the ledger, and <see cref="FactStore"/> copies them when correlation takes the batch up (docs/decisions, facts wait packed).
/// </summary>
internal sealed class FactRows : IDisposable
{
    private readonly CopyBuffer[] _rows = [.. FactTable.All.Select(_ => new CopyBuffer())];
    private readonly HashSet<Guid> _traces = [];
    private readonly HashSet<(TraceId, Guid)> _keys = [];
    private long _from;
    private long _until;

    public FactSummary Summary => new([.. _traces], _from, _until);

    /// <summary>Rows of each table, in the order of <see cref="FactTable.All"/>.</summary>
    public IReadOnlyList<CopyBuffer> Tables => _rows;

    public void Dispose()
    {
        foreach (var rows in _rows)
        {
            rows.Dispose();
        }
    }

    public void Build(int tenantId, long batchId, FactSet facts, Dictionary<FunctionIdentity, int> functions, Dictionary<QueueIdentity, int> queues)
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
        row.Row(22);
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
        row.Bool(fact.IsReport);
        row.Int64(fact.BilledNano / 1000);
        row.Int64(fact.MemoryBytes);
        row.Int64(fact.MemoryUsedBytes);
    }

    private void AddSighting(CopyBuffer row, int tenantId, long batchId, in SightingFact fact, int functionId, int queueId)
    {
        Touch(fact.TraceId, fact.StartNano);
        row.Row(20);
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
        row.Text(fact.ConsumerGroup.Span);
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
