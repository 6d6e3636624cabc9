using System.Runtime.InteropServices;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>Packs the spans of one commit into blocks, sorted by trace. Reused from commit to commit by one lane; not thread-safe.</summary>
internal sealed class SpanBlockEncoder : IDisposable
{
    /// <summary>Spans per block: larger ones compress 1-5 % better and make reading one trace slower (docs/storage.md).</summary>
    public const int BlockSize = 2000;

    private readonly List<RowKey> _keys = [];
    private readonly BlockDictionary _dictionary = new();
    private readonly ByteWriter _directory = new();
    private readonly ByteWriter _payload = new();
    private readonly SpanColumns _columns = new();

    public IReadOnlyList<EncodedBlock> Encode(ReadOnlySpan<BlockSource> sources)
    {
        _keys.Clear();
        for (var source = 0; source < sources.Length; source++)
        {
            var spans = sources[source].Batch.Spans.Rows;
            for (var row = 0; row < spans.Length; row++)
            {
                _keys.Add(new RowKey(spans[row].TraceId, source, row));
            }
        }

        var keys = CollectionsMarshal.AsSpan(_keys);
        keys.Sort();
        var blocks = new List<EncodedBlock>();
        while (!keys.IsEmpty)
        {
            var size = BlockCut.At(keys, BlockSize);
            blocks.Add(EncodeBlock(sources, keys[..size]));
            keys = keys[size..];
        }

        return blocks;
    }

    public void Dispose()
    {
        _dictionary.Dispose();
        _directory.Dispose();
        _payload.Dispose();
        _columns.Dispose();
    }

    private EncodedBlock EncodeBlock(ReadOnlySpan<BlockSource> sources, ReadOnlySpan<RowKey> keys)
    {
        _dictionary.Start(sources);
        _columns.Clear();
        _directory.Clear();
        _payload.Clear();
        var (min, max, errors) = (long.MaxValue, long.MinValue, 0);
        var traces = TraceDirectory.Write(_directory, keys);
        var previousStart = 0L;
        foreach (var key in keys)
        {
            var batch = sources[key.Source].Batch;
            ref readonly var span = ref batch.Spans.Rows[key.Row];
            min = Math.Min(min, span.StartNano);
            max = Math.Max(max, span.EndNano);
            errors += span.Status == SpanStatus.Error ? 1 : 0;
            _columns.SpanIds.Fixed64(span.SpanId.Value);
            _columns.Parents.Fixed64(span.ParentSpanId.Value);
            _columns.Starts.ZigZag(span.StartNano - previousStart);
            previousStart = span.StartNano;
            _columns.Durations.Varint((ulong)(span.EndNano - span.StartNano));
            _columns.Names.Varint(_dictionary.Text(batch.Utf8(span.Name)));
            _columns.Resources.Varint(_dictionary.Resource(key.Source, sources[key.Source], span.Resource));
            _columns.Scopes.Varint(_dictionary.Scope(key.Source, batch, span.Scope));
            _columns.Kinds.Byte((byte)((int)span.Kind | ((int)span.Status << 4)));
            _columns.Flags.Varint(span.Flags);
            _dictionary.Attributes(_columns.Attributes, key.Source, batch, span.Attributes);
            WriteRest(batch, key.Source, span);
        }

        _dictionary.WriteTo(_payload);
        _columns.WriteTo(_payload);
        return new EncodedBlock
        {
            Body = BlockBody.Pack(_directory, _payload),
            Bloom = _dictionary.Bloom(),
            MinNano = min,
            MaxNano = max,
            Records = keys.Length,
            Errors = errors,
            Functions = _dictionary.Functions(),
            Traces = traces,
        };
    }

    /// <summary>What most spans do not have: one byte tells so.</summary>
    private void WriteRest(TelemetryBatch batch, int source, in SpanRow span)
    {
        var rest = _columns.Rest;
        var has = (span.StatusMessage.IsEmpty ? 0 : 1) | (span.TraceState.IsEmpty ? 0 : 2) | (span.Events.Count == 0 ? 0 : 4) | (span.Links.Count == 0 ? 0 : 8) | (span.Dropped == 0 ? 0 : 16);
        rest.Byte((byte)has);
        if (!span.StatusMessage.IsEmpty)
        {
            rest.Varint(_dictionary.Text(batch.Utf8(span.StatusMessage)));
        }

        if (!span.TraceState.IsEmpty)
        {
            rest.Varint(_dictionary.Text(batch.Utf8(span.TraceState)));
        }

        if (span.Events.Count > 0)
        {
            rest.Varint(span.Events.Count);
            foreach (ref readonly var spanEvent in batch.Events.Slice(span.Events))
            {
                rest.ZigZag(spanEvent.TimeNano - span.StartNano);
                rest.Varint(_dictionary.Text(batch.Utf8(spanEvent.Name)));
                _dictionary.Attributes(rest, source, batch, spanEvent.Attributes);
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
                rest.Varint(_dictionary.Text(batch.Utf8(link.TraceState)));
                _dictionary.Attributes(rest, source, batch, link.Attributes);
            }
        }

        if (span.Dropped > 0)
        {
            rest.Varint(span.Dropped);
        }
    }
}
