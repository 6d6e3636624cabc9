using System.Buffers;
using System.Runtime.CompilerServices;

namespace Correlator.Telemetry.Batches;

/// <summary>A growing table over a pooled array. Rows are read as a span; <see cref="Dispose"/> gives the array back.</summary>
internal sealed class PooledList<T> : PooledTable
    where T : unmanaged
{
    private T[] _items = [];

    public override long MemoryBytes => (long)_items.Length * Unsafe.SizeOf<T>();

    public ReadOnlySpan<T> Rows => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items.AsSpan(0, Count)[index];

    public ReadOnlySpan<T> Slice(RowRange range) => _items.AsSpan(0, Count).Slice(range.Start, range.Count);

    /// <summary>Adds a row and returns its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        _items[Count] = item;
        return Count++;
    }

    /// <summary>Adds <paramref name="count"/> unset rows to be filled by the caller.</summary>
    public Span<T> Extend(int count)
    {
        if (Count + count > _items.Length)
        {
            Grow(Count + count);
        }

        var added = _items.AsSpan(Count, count);
        Count += count;
        return added;
    }

    public override void Dispose()
    {
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
            _items = [];
        }

        Count = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, Math.Max(16, _items.Length * 2)));
        _items.AsSpan(0, Count).CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
        }

        _items = larger;
    }
}
