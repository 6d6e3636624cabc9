using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Correlator.Tests.Support;

/// <summary>What the instrument of this name measures, in whichever meter, from now until disposal.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(long Value, SortedDictionary<string, string> Tags)> _all = [];
    private readonly MeterListener _listener = new();

    public Measurements(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _all.Enqueue((value, Texts(tags))));
        _listener.Start();
    }

    public IReadOnlyCollection<(long Value, SortedDictionary<string, string> Tags)> All => _all;

    public void Dispose() => _listener.Dispose();

    private static SortedDictionary<string, string> Texts(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            texts[key] = value?.ToString() ?? "";
        }

        return texts;
    }
}
