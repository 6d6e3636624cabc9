using System.Runtime.InteropServices;

namespace Correlator.Storage.Blocks;

/// <summary>Packs the log records of one commit into blocks, sorted by trace. Reused from commit to commit by one lane; not thread-safe.</summary>
internal sealed class LogBlockEncoder : IDisposable
{
    public const int BlockSize = 2000;

    /// <summary>OTLP severity numbers from here on are errors.</summary>
    private const int ErrorSeverity = 17;

    private readonly List<RowKey> _keys = [];
    private readonly BlockDictionary _dictionary = new();
    private readonly ByteWriter _directory = new();
    private readonly ByteWriter _payload = new();
    private readonly LogColumns _columns = new();

    public IReadOnlyList<EncodedBlock> Encode(ReadOnlySpan<BlockSource> sources)
    {
        _keys.Clear();
        for (var source = 0; source < sources.Length; source++)
        {
            var logs = sources[source].Batch.Logs.Rows;
            for (var row = 0; row < logs.Length; row++)
            {
                _keys.Add(new RowKey(logs[row].TraceId, source, row));
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
        var (min, max, errors, severities) = (long.MaxValue, long.MinValue, 0, 0);
        var traces = TraceDirectory.Write(_directory, keys);
        var previous = 0L;
        foreach (var key in keys)
        {
            var batch = sources[key.Source].Batch;
            ref readonly var log = ref batch.Logs.Rows[key.Row];
            min = Math.Min(min, log.TimeNano);
            max = Math.Max(max, log.TimeNano);
            errors += log.Severity >= ErrorSeverity ? 1 : 0;
            severities |= 1 << log.Severity;
            _columns.SpanIds.Fixed64(log.SpanId.Value);
            _columns.Times.ZigZag(log.TimeNano - previous);
            previous = log.TimeNano;
            _columns.Observed.Varint(ObservedTime.Encode(log.ObservedNano, log.TimeNano));
            _columns.Flags.Varint(log.Flags);
            _columns.Severities.Byte(log.Severity);
            _columns.SeverityTexts.Varint(_dictionary.Text(batch.Utf8(log.SeverityText)));
            _columns.EventNames.Varint(_dictionary.Text(batch.Utf8(log.EventName)));
            _columns.Resources.Varint(_dictionary.Resource(key.Source, sources[key.Source], log.Resource));
            _columns.Scopes.Varint(_dictionary.Scope(key.Source, batch, log.Scope));
            _columns.Bodies.Varint(_dictionary.Value(batch, log.Body));
            _dictionary.Attributes(_columns.Attributes, key.Source, batch, log.Attributes);
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
            Severities = severities,
            Functions = _dictionary.Functions(),
            Traces = traces,
        };
    }
}
