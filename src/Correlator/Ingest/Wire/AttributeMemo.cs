using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>
/// The KeyValue messages that were read in one request, by their bytes: one that comes again is not read again. Bounded: no more than a few MB of them.
/// </summary>
internal sealed class AttributeMemo(TelemetryBatch batch) : IDisposable
{
    /// <summary>More than 20 times what 500 spans of the load corpus have.</summary>
    private const int MaxCount = 1 << 16;
    private readonly HashIndex _index = new();
    private readonly PooledList<Met> _met = new();

    /// <param name="hash">Of the message; what <see cref="Remember"/> asks for when it was not found.</param>
    public bool TryFind(TextRange keyValue, out ulong hash, out int id)
    {
        var bytes = batch.Utf8(keyValue);
        hash = Hash64.Compute(bytes);
        for (var probe = 0; _index.TryNext(hash, ref probe, out var number);)
        {
            ref readonly var met = ref _met[number];
            if (batch.Utf8(met.KeyValue).SequenceEqual(bytes))
            {
                id = met.Id;
                return true;
            }
        }

        id = -1;
        return false;
    }

    public void Remember(TextRange keyValue, ulong hash, int id)
    {
        if (_met.Count < MaxCount)
        {
            _index.Add(hash, _met.Add(new Met(keyValue, id)));
        }
    }

    public void Dispose()
    {
        _index.Dispose();
        _met.Dispose();
    }

    private readonly record struct Met(TextRange KeyValue, int Id);
}
