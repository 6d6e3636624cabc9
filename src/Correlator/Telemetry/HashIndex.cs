using System.Buffers;

namespace Correlator.Telemetry;

/// <summary>
/// Ids by the hash of what they stand for: open addressing over a pooled array. Who asks compares what may be the same. Bounded: an id that finds its few
/// places taken is not kept, so that nobody can make a look-up long by sending what meets in one place; what it stands for is met as new each time.
/// </summary>
internal sealed class HashIndex : IDisposable
{
    private const int FirstSlots = 64;

    /// <summary>With less than half of the places taken, chance needs so many once in millions of times.</summary>
    private const int MaxProbes = 32;
    private Slot[] _slots = [];
    private int _mask = -1;

    /// <summary>Ids that are kept.</summary>
    public int Count { get; private set; }

    /// <summary>The next id whose hash is this one in its lower half.</summary>
    /// <param name="probe">Where the search is: 0 to begin with.</param>
    public bool TryNext(ulong hash, ref int probe, out int id)
    {
        while (probe < MaxProbes && probe <= _mask)
        {
            var slot = _slots[((int)hash + probe++) & _mask];
            if (slot.Number == 0)
            {
                break;
            }

            if (slot.Hash == (uint)hash)
            {
                id = slot.Number - 1;
                return true;
            }
        }

        id = -1;
        return false;
    }

    public void Add(ulong hash, int id)
    {
        if (Count * 2 > _mask)
        {
            Grow();
        }

        Place(new Slot((uint)hash, id + 1));
    }

    /// <summary>Forgets all, and keeps the room.</summary>
    public void Clear()
    {
        _slots.AsSpan(0, _mask + 1).Clear();
        Count = 0;
    }

    /// <summary>Forgets all and gives the room back; may be used again.</summary>
    public void Dispose()
    {
        Return(_slots);
        (_slots, _mask, Count) = ([], -1, 0);
    }

    private void Place(Slot slot)
    {
        for (var probe = 0; probe < MaxProbes; probe++)
        {
            ref var place = ref _slots[((int)slot.Hash + probe) & _mask];
            if (place.Number == 0)
            {
                place = slot;
                Count++;
                return;
            }
        }
    }

    private void Grow()
    {
        var old = _slots;
        var used = _mask + 1;
        var size = Math.Max(FirstSlots, used * 2);
        _slots = ArrayPool<Slot>.Shared.Rent(size);
        _mask = size - 1;
        Clear();
        foreach (var slot in old.AsSpan(0, used))
        {
            if (slot.Number != 0)
            {
                Place(slot);
            }
        }

        Return(old);
    }

    private static void Return(Slot[] slots)
    {
        if (slots.Length > 0)
        {
            ArrayPool<Slot>.Shared.Return(slots);
        }
    }

    /// <param name="Hash">Its lower half, which tells the place in any table that fits into memory.</param>
    /// <param name="Number">The id + 1; 0 for a free place.</param>
    private readonly record struct Slot(uint Hash, int Number);
}
