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
    private const int HeadBytes = 13;
    private readonly PairTable _group = new();
    private readonly InternTable _texts = new();
    private readonly InternTable _pairs = new();
    private readonly InternTable _resources = new();
    private readonly InternTable _scopes = new();
    private readonly List<ulong> _pairHashes = [];
    private readonly HashSet<int> _functions = [];
    private readonly ByteWriter _scratch = new();

    // What the group's pairs and keys, and each request's resources and scopes, are in this block: id + 1, or 0 for "not yet in it".
    private readonly PooledList<int> _pairIds = new();
    private readonly PooledList<int> _keyIds = new();
    private int[][] _resourceIds = [];
    private int[][] _scopeIds = [];

    /// <summary>Takes the requests of a group, whose records go into the next blocks.</summary>
    public void StartGroup(ReadOnlySpan<BlockSource> sources)
    {
        _group.Start(sources);
        _resourceIds = new int[sources.Length][];
        _scopeIds = new int[sources.Length][];
        for (var source = 0; source < sources.Length; source++)
        {
            _resourceIds[source] = new int[sources[source].Batch.Resources.Count];
            _scopeIds[source] = new int[sources[source].Batch.Scopes.Count];
        }
    }

    public void StartBlock()
    {
        _texts.Clear();
        _pairs.Clear();
        _pairHashes.Clear();
        _resources.Clear();
        _scopes.Clear();
        _functions.Clear();
        Array.ForEach(_resourceIds, ids => Array.Clear(ids));
        Array.ForEach(_scopeIds, ids => Array.Clear(ids));
        Clear(_pairIds, _group.Count);
        Clear(_keyIds, _group.KeyCount);
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

    public int Text(ReadOnlySpan<byte> text) => _texts.Intern(text, [], Hash64.Compute(text));

    /// <summary>Writes the count of attributes and their pair ids.</summary>
    public void Attributes(ByteWriter column, int source, TelemetryBatch batch, RowRange range)
    {
        column.Varint(range.Count);
        var pairs = _group.Of(source);
        foreach (var attribute in batch.Attributes.Ids.Slice(range))
        {
            var pair = pairs[attribute];
            ref var id = ref _pairIds[pair];
            if (id == 0)
            {
                id = Add(batch.Attributes.Distinct[attribute], batch, _group[pair]) + 1;
            }

            column.Varint(id - 1);
        }
    }

    public int Resource(int source, in BlockSource from, int resource)
    {
        ref var id = ref _resourceIds[source][resource];
        if (id == 0)
        {
            var row = from.Batch.Resources[resource];
            _functions.Add(from.FunctionByResource[resource]);
            _scratch.Clear();
            _scratch.Varint(from.FunctionByResource[resource]);
            _scratch.Varint(Text(from.Batch.Utf8(row.SchemaUrl)));
            Attributes(_scratch, source, from.Batch, row.Attributes);
            id = Intern(_resources, _scratch.Written) + 1;
        }

        return id - 1;
    }

    public int Scope(int source, TelemetryBatch batch, int scope)
    {
        ref var id = ref _scopeIds[source][scope];
        if (id == 0)
        {
            var row = batch.Scopes[scope];
            _scratch.Clear();
            _scratch.Varint(Text(batch.Utf8(row.Name)));
            _scratch.Varint(Text(batch.Utf8(row.Version)));
            Attributes(_scratch, source, batch, row.Attributes);
            id = Intern(_scopes, _scratch.Written) + 1;
        }

        return id - 1;
    }

    /// <summary>One value without a key, as a log's body is.</summary>
    public int Value(TelemetryBatch batch, in AttributeRow value)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var tail = batch.Utf8(value.Text);
        return _pairs.Intern(Head(head, 0, value), tail, Hash64.Compute(tail, (ulong)value.Bits ^ (byte)value.Kind));
    }

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
        payload.Bytes(_resources.Bytes);
        payload.Varint(_scopes.Count);
        payload.Bytes(_scopes.Bytes);
    }

    public void Dispose()
    {
        _group.Dispose();
        _texts.Dispose();
        _pairs.Dispose();
        _resources.Dispose();
        _scopes.Dispose();
        _scratch.Dispose();
        _pairIds.Dispose();
        _keyIds.Dispose();
    }

    /// <summary>What stands before a pair's text: text id of the key + 1 (0: no key) as 4 bytes, and kind; where it has no text, 8 bytes of bits.</summary>
    private static ReadOnlySpan<byte> Head(Span<byte> head, int keyId, in AttributeRow attribute)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head, keyId);
        head[4] = (byte)attribute.Kind;
        if (attribute.IsText)
        {
            return head[..5];
        }

        BinaryPrimitives.WriteInt64LittleEndian(head[5..], attribute.Bits);
        return head[..HeadBytes];
    }

    private static void Clear(PooledList<int> ids, int count)
    {
        ids.Truncate(0);
        ids.Extend(count).Clear();
    }

    private static int Intern(InternTable table, ReadOnlySpan<byte> bytes) => table.Intern(bytes, [], Hash64.Compute(bytes));

    private int Add(in AttributeRow attribute, TelemetryBatch batch, in Pair pair)
    {
        ref var keyId = ref _keyIds[pair.Key];
        if (keyId == 0)
        {
            keyId = Text(_group.Key(pair.Key)) + 1;
        }

        _pairHashes.Add(pair.BloomHash);
        Span<byte> head = stackalloc byte[HeadBytes];
        return _pairs.Add(Head(head, keyId, attribute), batch.Utf8(attribute.Text), pair.Hash);
    }
}
