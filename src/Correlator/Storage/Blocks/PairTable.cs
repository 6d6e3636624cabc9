using System.Buffers;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>
/// The distinct <c>key=value</c> pairs of a group of requests, told apart once for all of the group's blocks, over which the spans of each request are
/// spread. Open addressing over pooled arrays; the pairs' bytes stay in their requests.
/// </summary>
internal sealed class PairTable : IDisposable
{
    private const int FirstSlots = 1024;

    /// <summary>After a group with more than this the arrays are given back; usual groups have a tenth.</summary>
    private const int MostKept = 1 << 18;
    private readonly InternTable _keys = new();
    private readonly PooledList<Pair> _pairs = new();

    /// <summary>Pair ids by attribute, request after request.</summary>
    private readonly PooledList<int> _ids = new();
    private readonly PooledList<int> _keyIds = new();
    private int[] _starts = [];
    private int[] _slots = ArrayPool<int>.Shared.Rent(FirstSlots);
    private int _mask = FirstSlots - 1;

    public int Count => _pairs.Count;

    public int KeyCount => _keys.Count;

    public ref readonly Pair this[int id] => ref _pairs[id];

    public ReadOnlySpan<byte> Key(int id) => _keys[id];

    /// <summary>The pair of each distinct attribute of a request.</summary>
    public ReadOnlySpan<int> Of(int source) => _ids.Rows[_starts[source]..];

    /// <summary>Takes another group.</summary>
    public void Start(ReadOnlySpan<BlockSource> sources)
    {
        Clear();
        _starts = new int[sources.Length];
        for (var source = 0; source < sources.Length; source++)
        {
            _starts[source] = _ids.Count;
            Add(sources, source);
        }
    }

    /// <param name="value">Of a text, its bytes.</param>
    /// <param name="key">The key's id, or -1 for a value without one.</param>
    public static ulong HashOf(in AttributeRow row, ReadOnlySpan<byte> value, int key) =>
        ProcessHash.Combine(row.IsText ? ProcessHash.Compute(value) : (ulong)row.Bits, ((ulong)key << 8) | (byte)row.Kind);

    public void Dispose()
    {
        _keys.Dispose();
        _pairs.Dispose();
        _ids.Dispose();
        _keyIds.Dispose();
        ArrayPool<int>.Shared.Return(_slots);
        _slots = [];
    }

    private void Clear()
    {
        if (_pairs.Count > MostKept)
        {
            _pairs.Dispose();
            _ids.Dispose();
            Resize(FirstSlots);
        }

        _keys.Clear();
        _pairs.Truncate(0);
        _ids.Truncate(0);
        _slots.AsSpan(0, _mask + 1).Clear();
    }

    private void Add(ReadOnlySpan<BlockSource> sources, int source)
    {
        var batch = sources[source].Batch;
        _keyIds.Truncate(0);
        foreach (ref readonly var key in batch.Keys.Rows)
        {
            var text = batch.Utf8(key.Text);
            _keyIds.Add(_keys.Intern(text, [], ProcessHash.Compute(text)));
        }

        var attributes = batch.Attributes.Distinct.Rows;
        for (var attribute = 0; attribute < attributes.Length; attribute++)
        {
            ref readonly var row = ref attributes[attribute];
            _ids.Add(FindOrAdd(sources, row, _keyIds[row.Key], source, attribute));
        }
    }

    private int FindOrAdd(ReadOnlySpan<BlockSource> sources, in AttributeRow row, int key, int source, int attribute)
    {
        var value = sources[source].Batch.Utf8(row.Text);
        var hash = HashOf(row, value, key);

        // Slots hold id + 1; the load stays below one half.
        var slot = (int)hash & _mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            ref readonly var pair = ref _pairs[_slots[slot] - 1];
            if (pair.Hash == hash && pair.Key == key)
            {
                var batch = sources[pair.Source].Batch;
                ref readonly var met = ref batch.Attributes.Distinct[pair.Attribute];
                if (met.Kind == row.Kind && met.Bits == row.Bits && batch.Utf8(met.Text).SequenceEqual(value))
                {
                    return _slots[slot] - 1;
                }
            }
        }

        // Bytes and numbers are searched by their text.
        Span<byte> scratch = stackalloc byte[AttributeText.ScratchBytes];
        var searched = row.Kind is AttributeKind.String or AttributeKind.Json ? value : AttributeText.Format(row, value, scratch);
        var id = _pairs.Add(new Pair(hash, BloomFilter.Hash(_keys[key], searched), key, source, attribute));
        _slots[slot] = id + 1;
        if (_pairs.Count * 2 > _mask)
        {
            Rehash();
        }

        return id;
    }

    private void Resize(int size)
    {
        ArrayPool<int>.Shared.Return(_slots);
        _slots = ArrayPool<int>.Shared.Rent(size);
        _mask = size - 1;
    }

    private void Rehash()
    {
        Resize((_mask + 1) * 2);
        _slots.AsSpan(0, _mask + 1).Clear();
        for (var id = 0; id < _pairs.Count; id++)
        {
            var slot = (int)_pairs[id].Hash & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = id + 1;
        }
    }
}
