using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>Byte strings of one block, each kept once (but for the bound of <see cref="HashIndex"/>); cleared from block to block.</summary>
internal sealed class InternTable : IDisposable
{
    private readonly ByteWriter _bytes = new();
    private readonly PooledList<Entry> _entries = new();
    private readonly HashIndex _ids = new();

    public int Count => _entries.Count;

    public ReadOnlySpan<byte> this[int id] => _bytes.Written.Slice(_entries[id].Offset, _entries[id].Length);

    /// <summary>All of them, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written;

    public ulong HashOf(int id) => _entries[id].Hash;

    public void Clear()
    {
        _bytes.Clear();
        _entries.Truncate(0);
        _ids.Clear();
    }

    /// <summary>The id of head and tail together.</summary>
    public int Intern(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, ulong hash)
    {
        for (var probe = 0; _ids.TryNext(hash, ref probe, out var id);)
        {
            var stored = this[id];
            if (stored.Length == head.Length + tail.Length && stored.StartsWith(head) && stored[head.Length..].SequenceEqual(tail))
            {
                return id;
            }
        }

        return Add(head, tail, hash);
    }

    /// <summary>Adds what the caller knows to be new.</summary>
    public int Add(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, ulong hash)
    {
        var id = _entries.Add(new Entry(hash, _bytes.Length, head.Length + tail.Length));
        _bytes.Bytes(head);
        _bytes.Bytes(tail);
        _ids.Add(hash, id);
        return id;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _entries.Dispose();
        _ids.Dispose();
    }

    private readonly record struct Entry(ulong Hash, int Offset, int Length);
}
