using Correlator.Storage.Commit;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Facts;

/// <summary>Facts as rows for COPY, one buffer per table.</summary>
internal sealed class FactRows : IDisposable
{
    private readonly CopyBuffer[] _tables = [.. FactTable.All.Select(_ => new CopyBuffer())];
    private readonly HashSet<(TraceId, Guid)> _keys = [];

    /// <summary>Rows of each table, in the order of <see cref="FactTable.All"/>.</summary>
    public IReadOnlyList<CopyBuffer> Tables => _tables;

    public void Clear() => Array.ForEach(_tables, rows => rows.Clear());

    public void Dispose() => Array.ForEach(_tables, rows => rows.Dispose());

    /// <summary>Adds the facts of one block.</summary>
    public void Add(
        int tenantId,
        long batchId,
        FactSet facts,
        Dictionary<FunctionIdentity, int> functions,
        Dictionary<QueueIdentity, int> queues,
        FactSummary summary)
    {
        foreach (var fact in facts.Invocations)
        {
            summary.Add(fact.TraceId, fact.StartNano);
            AddInvocation(_tables[0], tenantId, batchId, fact, functions[fact.Function]);
        }

        foreach (var fact in facts.Sightings)
        {
            summary.Add(fact.TraceId, fact.StartNano);
            AddSighting(_tables[1], tenantId, batchId, fact, functions[fact.Function], queues[fact.Queue]);
        }

        foreach (var fact in facts.Links)
        {
            summary.Add(fact.TraceId, fact.AtNano);
            AddLink(_tables[2], tenantId, batchId, fact);
        }

        _keys.Clear();
        foreach (var fact in facts.Keys)
        {
            if (_keys.Add((fact.TraceId, fact.Hash)))
            {
                summary.Add(fact.TraceId, fact.AtNano);
                AddKey(_tables[3], tenantId, batchId, fact);
            }
        }
    }

    private static void AddInvocation(CopyBuffer row, int tenantId, long batchId, in InvocationFact fact, int functionId)
    {
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

    private static void AddSighting(CopyBuffer row, int tenantId, long batchId, in SightingFact fact, int functionId, int queueId)
    {
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

    private static void AddLink(CopyBuffer row, int tenantId, long batchId, in LinkFact fact)
    {
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

    private static void AddKey(CopyBuffer row, int tenantId, long batchId, in KeyFact fact)
    {
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
}
