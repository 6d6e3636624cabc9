using Correlator.Telemetry;

namespace Correlator.Storage.Sealing;

/// <summary>Spans of a block by their place among those of their trace: a reference to one costs a few bits instead of eight random bytes.</summary>
internal sealed class TraceRows(IReadOnlyList<TraceId> traces)
{
    private readonly Dictionary<TraceId, int> _numbers = traces
        .Select((trace, number) => (trace, number))
        .ToDictionary(pair => pair.trace, pair => pair.number);
    private readonly List<SpanId>[] _spans = [.. traces.Select(_ => new List<SpanId>())];
    private readonly Dictionary<(int Trace, SpanId Span), int> _places = [];

    public int Count => traces.Count;

    public TraceId this[int number] => traces[number];

    /// <summary>Negative when the block has nothing of the trace.</summary>
    public int NumberOf(TraceId trace) => _numbers.GetValueOrDefault(trace, -1);

    public void Add(int trace, SpanId span)
    {
        _places.TryAdd((trace, span), _spans[trace].Count);
        _spans[trace].Add(span);
    }

    /// <summary>Negative when the block does not have the span.</summary>
    public int PlaceOf(int trace, SpanId span) => _places.GetValueOrDefault((trace, span), -1);

    public SpanId? At(int trace, ulong place) => place < (ulong)_spans[trace].Count ? _spans[trace][(int)place] : null;
}
