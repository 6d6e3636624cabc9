using System.Runtime.InteropServices;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>Packs the records of one commit into blocks, sorted by trace. Reused from commit to commit by one lane; not thread-safe.</summary>
internal abstract class BlockEncoder<TColumns> : IDisposable
    where TColumns : ColumnSet, new()
{
    /// <summary>Records per block: larger ones compress 1-5 % better and make reading one trace slower (docs/storage.md).</summary>
    private const int BlockSize = 2000;

    private readonly List<RowKey> _keys = [];
    private readonly ByteWriter _directory = new();
    private readonly ByteWriter _payload = new();

    /// <summary>
    /// One for each block of a group. An array of its own for each would lie among the large objects, which are collected so seldom that they would take more
    /// memory than all else that a commit needs.
    /// </summary>
    private readonly List<ByteWriter> _bodies = [];

    protected BlockDictionary Dictionary { get; } = new();

    protected TColumns Columns { get; } = new();

    public IReadOnlyList<EncodedBlock> Encode(ReadOnlySpan<BlockSource> sources)
    {
        _keys.Clear();
        for (var source = 0; source < sources.Length; source++)
        {
            AddKeys(_keys, sources[source].Batch, source);
        }

        if (_keys.Count == 0)
        {
            return [];
        }

        Dictionary.StartGroup(sources);
        StartGroup(sources.Length);
        var keys = CollectionsMarshal.AsSpan(_keys);
        keys.Sort();
        var blocks = new List<EncodedBlock>();
        while (!keys.IsEmpty)
        {
            var size = BlockCut.At(keys, BlockSize);
            blocks.Add(EncodeBlock(sources, keys[..size], Body(blocks.Count)));
            keys = keys[size..];
        }

        return blocks;
    }

    public void Dispose()
    {
        Dictionary.Dispose();
        Columns.Dispose();
        _directory.Dispose();
        _payload.Dispose();
        _bodies.ForEach(body => body.Dispose());
    }

    protected virtual void StartGroup(int sources)
    {
    }

    /// <summary>A key for each of the batch's records.</summary>
    protected abstract void AddKeys(List<RowKey> keys, TelemetryBatch batch, int source);

    /// <summary>Fills the columns with the rows of one block.</summary>
    protected abstract BlockTotals WriteRows(ReadOnlySpan<BlockSource> sources, ReadOnlySpan<RowKey> keys);

    private ByteWriter Body(int block)
    {
        if (block == _bodies.Count)
        {
            _bodies.Add(new ByteWriter());
        }

        return _bodies[block];
    }

    private EncodedBlock EncodeBlock(ReadOnlySpan<BlockSource> sources, ReadOnlySpan<RowKey> keys, ByteWriter body)
    {
        Dictionary.StartBlock();
        Columns.Clear();
        _directory.Clear();
        _payload.Clear();
        var traces = TraceDirectory.Write(_directory, keys);
        var totals = WriteRows(sources, keys);
        Dictionary.WriteTo(_payload);
        Columns.WriteTo(_payload);
        BlockBody.Pack(_directory, _payload, body);
        return new EncodedBlock
        {
            Body = body.WrittenMemory,
            Bloom = Dictionary.Bloom(),
            MinNano = totals.MinNano,
            MaxNano = totals.MaxNano,
            Records = keys.Length,
            Errors = totals.Errors,
            Severities = totals.Severities,
            Functions = Dictionary.Functions(),
            Traces = traces,
        };
    }
}
