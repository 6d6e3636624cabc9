using System.Buffers;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>
/// The KeyValue messages that were read in one request, by their bytes: one that comes again is not read again. A table of open addressing over a pooled
/// array. Bounded: a message whose few places are taken is not remembered, so that nobody can make a lookup long, nor are more than a few MB of them.
/// </summary>
internal sealed class AttributeMemo(TelemetryBatch batch) : IDisposable
{
    private const int FirstSlots = 64;
    private const int MaxProbes = 8;

    /// <summary>More than 20 times what 500 spans of the load corpus have.</summary>
    private const int MaxCount = 1 << 16;
    private Slot[] _slots = [];
    private int _mask = -1;
    private int _count;

    /// <param name="hash">Of the message; what <see cref="Remember"/> asks for when it was not found.</param>
    public bool TryFind(TextRange keyValue, out ulong hash, out int id)
    {
        var bytes = batch.Utf8(keyValue);
        hash = ProcessHash.Compute(bytes);
        for (var probe = 0; probe < MaxProbes && probe <= _mask; probe++)
        {
            ref readonly var slot = ref _slots[((int)hash + probe) & _mask];
            if (slot.Number == 0)
            {
                break;
            }

            if (slot.Hash == hash && batch.Utf8(slot.KeyValue).SequenceEqual(bytes))
            {
                id = slot.Number - 1;
                return true;
            }
        }

        id = -1;
        return false;
    }

    public void Remember(TextRange keyValue, ulong hash, int id)
    {
        if (_count == MaxCount)
        {
            return;
        }

        if (_count * 2 > _mask)
        {
            Grow();
        }

        _count += TryPlace(new Slot(hash, keyValue, id + 1)) ? 1 : 0;
    }

    public void Dispose()
    {
        Return(_slots);
        _slots = [];
    }

    private bool TryPlace(in Slot slot)
    {
        for (var probe = 0; probe < MaxProbes; probe++)
        {
            ref var place = ref _slots[((int)slot.Hash + probe) & _mask];
            if (place.Number == 0)
            {
                place = slot;
                return true;
            }
        }

        return false;
    }

    private void Grow()
    {
        var old = _slots;
        var size = old.Length == 0 ? FirstSlots : (_mask + 1) * 4;
        var used = _mask + 1;
        _slots = ArrayPool<Slot>.Shared.Rent(size);
        _slots.AsSpan(0, size).Clear();
        _mask = size - 1;
        _count = 0;
        foreach (ref readonly var slot in old.AsSpan(0, used))
        {
            if (slot.Number != 0)
            {
                _count += TryPlace(slot) ? 1 : 0;
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

    /// <param name="Number">The attribute's id + 1; 0 for a free place.</param>
    private readonly record struct Slot(ulong Hash, TextRange KeyValue, int Number);
}
