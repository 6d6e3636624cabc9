using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>Packs spans.</summary>
internal sealed class SpanBlockEncoder : BlockEncoder<SpanColumns>
{
    private readonly Siblings _siblings = new();

    protected override void StartGroup(int sources) => _siblings.StartGroup(sources);

    protected override void AddKeys(List<RowKey> keys, TelemetryBatch batch, int source)
    {
        var spans = batch.Spans.Rows;
        for (var row = 0; row < spans.Length; row++)
        {
            keys.Add(new RowKey(spans[row].TraceId, source, row));
        }
    }

    protected override BlockTotals WriteRows(ReadOnlySpan<BlockSource> sources, ReadOnlySpan<RowKey> keys)
    {
        var (min, max, errors) = (long.MaxValue, long.MinValue, 0);
        var previousStart = 0L;
        foreach (var key in keys)
        {
            var batch = sources[key.Source].Batch;
            ref readonly var span = ref batch.Spans.Rows[key.Row];
            min = Math.Min(min, span.StartNano);
            max = Math.Max(max, span.EndNano);
            errors += span.Status == SpanStatus.Error ? 1 : 0;
            Columns.SpanIds.Fixed64(span.SpanId.Value);
            Columns.Parents.Fixed64(span.ParentSpanId.Value);
            Columns.Starts.ZigZag(span.StartNano - previousStart);
            previousStart = span.StartNano;
            Columns.Durations.Varint((ulong)(span.EndNano - span.StartNano));
            Columns.Names.Varint(Dictionary.Text(batch.Utf8(span.Name)));
            Columns.Resources.Varint(Dictionary.Resource(key.Source, sources[key.Source], span.Resource));
            Columns.Scopes.Varint(Dictionary.Scope(key.Source, batch, span.Scope));
            Columns.Kinds.Byte(SpanKindByte.Of(span, span.IsParentUntold && _siblings.HasParent(key.Source, batch, span)));
            Columns.Flags.Varint(span.Flags);
            Dictionary.Attributes(Columns.Attributes, key.Source, batch, span.Attributes);
            WriteRest(batch, key.Source, span);
        }

        return new BlockTotals(min, max, errors);
    }

    /// <summary>What most spans do not have: one byte tells so.</summary>
    private void WriteRest(TelemetryBatch batch, int source, in SpanRow span)
    {
        var rest = Columns.Rest;
        var has = (span.StatusMessage.IsEmpty ? 0 : 1)
            | (span.TraceState.IsEmpty ? 0 : 2)
            | (span.Events.Count == 0 ? 0 : 4)
            | (span.Links.Count == 0 ? 0 : 8)
            | (span.Dropped == 0 ? 0 : 16);
        rest.Byte((byte)has);
        if (!span.StatusMessage.IsEmpty)
        {
            rest.Varint(Dictionary.Text(batch.Utf8(span.StatusMessage)));
        }

        if (!span.TraceState.IsEmpty)
        {
            rest.Varint(Dictionary.Text(batch.Utf8(span.TraceState)));
        }

        if (span.Events.Count > 0)
        {
            rest.Varint(span.Events.Count);
            foreach (ref readonly var spanEvent in batch.Events.Slice(span.Events))
            {
                rest.ZigZag(spanEvent.TimeNano - span.StartNano);
                rest.Varint(Dictionary.Text(batch.Utf8(spanEvent.Name)));
                Dictionary.Attributes(rest, source, batch, spanEvent.Attributes);
            }
        }

        if (span.Links.Count > 0)
        {
            rest.Varint(span.Links.Count);
            foreach (ref readonly var link in batch.Links.Slice(span.Links))
            {
                rest.Fixed64(link.TraceId.High);
                rest.Fixed64(link.TraceId.Low);
                rest.Fixed64(link.SpanId.Value);
                rest.Varint(link.Flags);
                rest.Varint(Dictionary.Text(batch.Utf8(link.TraceState)));
                Dictionary.Attributes(rest, source, batch, link.Attributes);
            }
        }

        if (span.Dropped > 0)
        {
            rest.Varint(span.Dropped);
        }
    }
}
