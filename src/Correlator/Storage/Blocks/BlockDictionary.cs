using System.Buffers.Binary;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>
/// What the records of one block share, each kept once: texts, <c>key=value</c> pairs, resources and scopes. The pairs' hashes
/// are the block's Bloom filter.
/// </summary>
internal sealed class BlockDictionary : IDisposable
{
    private readonly InternTable _texts = new();
    private readonly InternTable _pairs = new();
    private readonly List<ulong> _pairHashes = [];
    private readonly Dictionary<(int Source, int Resource), int> _resources = [];
    private readonly Dictionary<(int Source, int Scope), int> _scopes = [];
    private readonly ByteWriter _resourceBytes = new();
    private readonly ByteWriter _scopeBytes = new();
    private readonly HashSet<int> _functions = [];
    private int[][] _keyIds = [];

    public void Start(ReadOnlySpan<BlockSource> sources)
    {
        _texts.Clear();
        _pairs.Clear();
        _pairHashes.Clear();
        _resources.Clear();
        _scopes.Clear();
        _resourceBytes.Clear();
        _scopeBytes.Clear();
        _functions.Clear();
        _keyIds = new int[sources.Length][];
        for (var source = 0; source < sources.Length; source++)
        {
            // Id 0 stands for "not yet known in this block".
            _keyIds[source] = new int[sources[source].Batch.Keys.Count];
        }
    }

    public int[] Functions()
    {
        int[] functions = [.. _functions];
        Array.Sort(functions);
        return functions;
    }

    public byte[] Bloom()
    {
        var filter = BloomFilter.Create(_pairHashes.Count);
        foreach (var hash in _pairHashes)
        {
            BloomFilter.Add(filter, hash);
        }

        return filter;
    }

    public int Text(ReadOnlySpan<byte> text) => _texts.Intern(text, [], Hash64.Compute(text), out _);

    /// <summary>Writes the count of attributes and their pair ids.</summary>
    public void Attributes(ByteWriter column, int source, TelemetryBatch batch, RowRange range)
    {
        column.Varint(range.Count);
        foreach (ref readonly var attribute in batch.Attributes.Slice(range))
        {
            column.Varint(Pair(source, batch, attribute));
        }
    }

    public int Resource(int source, in BlockSource from, int resource)
    {
        if (_resources.TryGetValue((source, resource), out var id))
        {
            return id;
        }

        id = _resources.Count;
        _resources.Add((source, resource), id);
        var row = from.Batch.Resources[resource];
        _functions.Add(from.FunctionByResource[resource]);
        _resourceBytes.Varint(from.FunctionByResource[resource]);
        _resourceBytes.Varint(Text(from.Batch.Utf8(row.SchemaUrl)));
        Attributes(_resourceBytes, source, from.Batch, row.Attributes);
        return id;
    }

    public int Scope(int source, TelemetryBatch batch, int scope)
    {
        if (_scopes.TryGetValue((source, scope), out var id))
        {
            return id;
        }

        id = _scopes.Count;
        _scopes.Add((source, scope), id);
        var row = batch.Scopes[scope];
        _scopeBytes.Varint(Text(batch.Utf8(row.Name)));
        _scopeBytes.Varint(Text(batch.Utf8(row.Version)));
        Attributes(_scopeBytes, source, batch, row.Attributes);
        return id;
    }

    /// <summary>One value without a key, as a log's body is.</summary>
    public int Value(TelemetryBatch batch, in AttributeRow value) => Pair(0, batch, value);

    public void WriteTo(ByteWriter payload)
    {
        payload.Varint(_texts.Count);
        for (var id = 0; id < _texts.Count; id++)
        {
            payload.Text(_texts[id]);
        }

        payload.Varint(_pairs.Count);
        for (var id = 0; id < _pairs.Count; id++)
        {
            payload.Text(_pairs[id]);
        }

        payload.Varint(_resources.Count);
        payload.Bytes(_resourceBytes.Written);
        payload.Varint(_scopes.Count);
        payload.Bytes(_scopeBytes.Written);
    }

    public void Dispose()
    {
        _texts.Dispose();
        _pairs.Dispose();
        _resourceBytes.Dispose();
        _scopeBytes.Dispose();
    }

    /// <summary>A pair's stored form: text id of the key + 1 (0: no key) as 4 bytes, kind, then text or 8 bytes of bits.</summary>
    private int Pair(int source, TelemetryBatch batch, in AttributeRow attribute)
    {
        Span<byte> head = stackalloc byte[13];
        var keyId = attribute.Key < 0 ? 0 : KeyId(source, batch, attribute.Key);
        BinaryPrimitives.WriteInt32LittleEndian(head, keyId);
        head[4] = (byte)attribute.Kind;
        ReadOnlySpan<byte> tail = [];
        ulong hash;
        if (attribute.Kind is AttributeKind.String or AttributeKind.Json or AttributeKind.Bytes)
        {
            head = head[..5];
            tail = batch.Utf8(attribute.Text);
            hash = Hash64.Compute(tail);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(head[5..], attribute.Bits);
            hash = (ulong)attribute.Bits * 0x9E3779B97F4A7C15;
        }

        var id = _pairs.Intern(head, tail, Hash64.Combine(hash, ((ulong)keyId << 8) | (byte)attribute.Kind), out var added);
        if (added && keyId != 0)
        {
            // The key's hash was computed when it was interned, and a text's hash just now; bytes and scalars are searched by their text.
            Span<byte> scratch = stackalloc byte[AttributeText.ScratchBytes];
            var isText = attribute.Kind is AttributeKind.String or AttributeKind.Json;
            _pairHashes.Add(BloomFilter.Hash(_texts.HashOf(keyId - 1), isText ? hash : Hash64.Compute(AttributeText.Format(attribute, tail, scratch))));
        }

        return id;
    }

    private int KeyId(int source, TelemetryBatch batch, int key)
    {
        ref var id = ref _keyIds[source][key];
        if (id == 0)
        {
            id = Text(batch.Utf8(batch.Keys[key].Text)) + 1;
        }

        return id;
    }
}
