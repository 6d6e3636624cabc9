using System.Buffers;
using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>Byte strings of one block, each kept once: open addressing over pooled arrays, cleared from block to block.</summary>
internal sealed class InternTable : IDisposable
{
    private readonly ByteWriter _bytes = new();
    private int[] _slots = ArrayPool<int>.Shared.Rent(1024);
    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(512);
    private int _mask = 1023;

    public InternTable() => Clear();

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int id] => _bytes.Written.Slice(_entries[id].Offset, _entries[id].Length);

    /// <summary>All of them, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written;

    public void Clear()
    {
        Count = 0;
        _bytes.Clear();
        _slots.AsSpan(0, _mask + 1).Clear();
    }

    /// <summary>The id of head and tail together.</summary>
    /// <param name="hash">Of them, by <see cref="ProcessHash"/>.</param>
    public int Intern(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, ulong hash)
    {
        // Slots hold id + 1; the load stays below one half.
        var slot = (int)hash & _mask;
        while (_slots[slot] != 0)
        {
            var id = _slots[slot] - 1;
            if (_entries[id].Hash == hash && Matches(id, head, tail))
            {
                return id;
            }

            slot = (slot + 1) & _mask;
        }

        return Append(head, tail, hash, slot);
    }

    /// <summary>Adds what the caller knows to be new.</summary>
    public int Add(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, ulong hash)
    {
        var slot = (int)hash & _mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & _mask;
        }

        return Append(head, tail, hash, slot);
    }

    public void Dispose()
    {
        _bytes.Dispose();
        ArrayPool<int>.Shared.Return(_slots);
        ArrayPool<Entry>.Shared.Return(_entries);
        _slots = [];
        _entries = [];
    }

    private bool Matches(int id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var stored = this[id];
        return stored.Length == head.Length + tail.Length && stored.StartsWith(head) && stored[head.Length..].SequenceEqual(tail);
    }

    private int Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, ulong hash, int slot)
    {
        var entry = new Entry(hash, _bytes.Length, head.Length + tail.Length);
        _bytes.Bytes(head);
        _bytes.Bytes(tail);
        if (Count == _entries.Length)
        {
            var larger = ArrayPool<Entry>.Shared.Rent(Count * 2);
            _entries.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<Entry>.Shared.Return(_entries);
            _entries = larger;
        }

        _entries[Count] = entry;
        _slots[slot] = ++Count;
        if (Count * 2 > _mask)
        {
            Rehash();
        }

        return Count - 1;
    }

    private void Rehash()
    {
        var size = (_mask + 1) * 2;
        ArrayPool<int>.Shared.Return(_slots);
        _slots = ArrayPool<int>.Shared.Rent(size);
        _mask = size - 1;
        _slots.AsSpan(0, size).Clear();
        for (var id = 0; id < Count; id++)
        {
            var slot = (int)_entries[id].Hash & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = id + 1;
        }
    }

    private readonly record struct Entry(ulong Hash, int Offset, int Length);
}
