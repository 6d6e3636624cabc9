using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>
/// The distinct <c>key=value</c> pairs of a group of requests, told apart once for all of the group's blocks, over which the spans of each request are
/// spread. The pairs' bytes stay in their requests.
/// </summary>
internal sealed class PairTable : IDisposable
{
    /// <summary>After a group with more than this the arrays are given back; usual groups have a tenth.</summary>
    private const int MostKept = 1 << 18;
    private readonly InternTable _keys = new();
    private readonly PooledList<Pair> _pairs = new();

    /// <summary>Pair ids by attribute, request after request.</summary>
    private readonly PooledList<int> _ids = new();
    private readonly PooledList<int> _keyIds = new();
    private readonly HashIndex _pairIds = new();
    private int[] _starts = [];

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

    public void Dispose()
    {
        _keys.Dispose();
        _pairs.Dispose();
        _ids.Dispose();
        _keyIds.Dispose();
        _pairIds.Dispose();
    }

    private void Clear()
    {
        if (_pairs.Count > MostKept)
        {
            _pairs.Dispose();
            _ids.Dispose();
            _pairIds.Dispose();
        }

        _keys.Clear();
        _pairs.Truncate(0);
        _ids.Truncate(0);
        _pairIds.Clear();
    }

    private void Add(ReadOnlySpan<BlockSource> sources, int source)
    {
        var batch = sources[source].Batch;
        _keyIds.Truncate(0);
        foreach (ref readonly var key in batch.Keys.Rows)
        {
            var text = batch.Utf8(key.Text);
            _keyIds.Add(_keys.Intern(text, [], Hash64.Compute(text)));
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
        var valueHash = row.IsText ? Hash64.Compute(value) : (ulong)row.Bits * 0x9E3779B97F4A7C15;
        var hash = Hash64.Combine(valueHash, ((ulong)key << 8) | (byte)row.Kind);
        for (var probe = 0; _pairIds.TryNext(hash, ref probe, out var known);)
        {
            ref readonly var pair = ref _pairs[known];
            if (pair.Key == key)
            {
                var batch = sources[pair.Source].Batch;
                ref readonly var met = ref batch.Attributes.Distinct[pair.Attribute];
                if (met.Kind == row.Kind && met.Bits == row.Bits && batch.Utf8(met.Text).SequenceEqual(value))
                {
                    return known;
                }
            }
        }

        // Bytes and numbers are searched by their text.
        Span<byte> scratch = stackalloc byte[AttributeText.ScratchBytes];
        var searched = row.Kind is AttributeKind.String or AttributeKind.Json ? valueHash : Hash64.Compute(AttributeText.Format(row, value, scratch));
        var id = _pairs.Add(new Pair(hash, BloomFilter.Hash(_keys.HashOf(key), searched), key, source, attribute));
        _pairIds.Add(hash, id);
        return id;
    }
}
