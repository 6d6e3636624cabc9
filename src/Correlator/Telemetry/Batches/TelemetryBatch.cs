using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Batches;

/// <summary>
/// One decoded export request: flat tables of rows over one text buffer, all pooled, so that decoding allocates nothing per
/// span or attribute. The reader fills it, storage packs it, <see cref="Dispose"/> gives every buffer back. Not thread-safe.
/// </summary>
internal sealed class TelemetryBatch : IDisposable
{
    private BatchTables? _tables = BatchTables.Rent();
    private List<byte[]>? _outgrown;
    private int _lastKey = -1;
    private byte[] _text;
    private int _textLength;

    /// <param name="body">The request's bytes at the start of a rented array, which the batch takes over and returns to the shared pool.</param>
    /// <param name="length">How many bytes of <paramref name="body"/> are the request.</param>
    public TelemetryBatch(Signal signal, int tenantId, byte[] body, int length)
    {
        Signal = signal;
        TenantId = tenantId;
        _text = body;
        _textLength = length;
        BodyLength = length;
    }

    public Signal Signal { get; }
    public int TenantId { get; }

    /// <summary>Bytes of the request as received, after decompression.</summary>
    public int BodyLength { get; }

    /// <summary>How the body is written, in numbers of its reader's own (0 unless it knows several), so that it can be read again.</summary>
    public byte BodyFormat { get; init; }

    /// <summary>The request as received, after decompression.</summary>
    public ReadOnlyMemory<byte> Body => _text.AsMemory(0, BodyLength);

    /// <summary>First 16 bytes of SHA-256 over the body: with tenant and signal, the request's identity in the ledger.</summary>
    public Guid BodyHash { get; init; }

    /// <summary>Its rows are no longer those of its body: something was left out or replaced.</summary>
    public bool IsChanged { get; set; }

    /// <summary>When the request was received, Unix nanoseconds.</summary>
    public long ReceivedNano { get; init; }

    public PooledList<KeyRow> Keys => Tables.Keys;
    public AttributeTable Attributes => Tables.Attributes;
    public PooledList<ResourceRow> Resources => Tables.Resources;
    public PooledList<ScopeRow> Scopes => Tables.Scopes;
    public PooledList<SpanRow> Spans => Tables.Spans;
    public PooledList<EventRow> Events => Tables.Events;
    public PooledList<LinkRow> Links => Tables.Links;
    public PooledList<LogRow> Logs => Tables.Logs;
    public PooledList<MetricRow> Metrics => Tables.Metrics;
    public PooledList<PointRow> Points => Tables.Points;
    public PooledList<ExemplarRow> Exemplars => Tables.Exemplars;
    public PooledList<double> Numbers => Tables.Numbers;

    /// <summary>The request's bytes, followed by text that was unescaped or composed while reading.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _textLength);

    /// <summary>How many records (spans, log records or data points) the batch holds.</summary>
    public int RecordCount => Spans.Count + Logs.Count + Points.Count;

    /// <summary>Bytes that the batch holds: text and the rows of its tables.</summary>
    public long MemoryBytes => _textLength + Tables.MemoryBytes;

    private BatchTables Tables
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ObjectDisposedException.ThrowIf(_tables is null, this);
            return _tables;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Utf8(TextRange range) => _text.AsSpan(range.Offset, range.Length);

    public ReadOnlyMemory<byte> Utf8Memory(TextRange range) => _text.AsMemory(range.Offset, range.Length);

    public string String(TextRange range) => range.IsEmpty ? "" : Encoding.UTF8.GetString(Utf8(range));

    /// <summary>Appends text that is not a slice of the request as it came.</summary>
    public TextRange AddText(ReadOnlySpan<byte> text)
    {
        if (_textLength + text.Length > _text.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_textLength + text.Length, _text.Length * 2));
            _text.AsSpan(0, _textLength).CopyTo(larger);

            // A reader's cursor may still look into the old buffer: it goes back to the pool with the batch, not now.
            (_outgrown ??= []).Add(_text);
            _text = larger;
        }

        text.CopyTo(_text.AsSpan(_textLength));
        var range = new TextRange(_textLength, text.Length);
        _textLength += text.Length;
        return range;
    }

    /// <summary>
    /// The index of a key known to the batch. Records of one sender repeat their keys in the same order, so the key that followed the last one is tried
    /// first: a comparison instead of a hash and a lookup.
    /// </summary>
    public bool TryFollow(TextRange text, out int index)
    {
        index = _lastKey < 0 ? -1 : Tables.Followers[_lastKey];
        if (index < 0 || !Utf8(Keys[index].Text).SequenceEqual(Utf8(text)))
        {
            return false;
        }

        _lastKey = index;
        return true;
    }

    /// <summary>A key that was not looked up because its attribute was known: the next one follows it.</summary>
    public void Met(int key) => _lastKey = key;

    /// <summary>The index of a key, added and classified when it is new to the batch.</summary>
    public int Key(TextRange text)
    {
        var index = FindOrAdd(text);
        if (_lastKey >= 0)
        {
            Tables.Followers[_lastKey] = index;
        }

        return _lastKey = index;
    }

    public void Dispose()
    {
        // Given back twice they would be two batches' at once.
        Interlocked.Exchange(ref _tables, null)?.Return();
        _outgrown?.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
        _outgrown = null;
        if (_text.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_text);
            _text = [];
            _textLength = 0;
        }
    }

    private int FindOrAdd(TextRange text)
    {
        var utf8 = Utf8(text);
        var hash = ProcessHash.Compute(utf8);

        // Two keys of one batch with the same 64-bit hash: the chance is 1 in 2^50 for 200 keys; the second gets the next free hash.
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(Tables.KeyIndex, hash, out var isKnown);
        while (isKnown)
        {
            if (Utf8(Keys[index].Text).SequenceEqual(utf8))
            {
                return index;
            }

            index = ref CollectionsMarshal.GetValueRefOrAddDefault(Tables.KeyIndex, ++hash, out isKnown);
        }

        index = Keys.Add(new KeyRow(text, KnownKeys.Classify(utf8, hash)));
        Tables.Followers.Add(-1);
        return index;
    }
}
