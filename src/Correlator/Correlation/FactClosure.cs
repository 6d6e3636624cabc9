using Correlator.Storage.Facts;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which facts belong together with those of some traces, as questions and answers in rounds: the facts of new traces, then what lies beside them.
/// A trace is <i>expanded</i> when its journey is gathered whole, and on the <i>border</i> when only its facts are needed to resolve another's. A batch
/// receive is crossed only from a trace that has news, or for the one message that is gathered: otherwise every journey that ever shared a batch would be
/// gathered with every other. Pure: who asks and answers is <see cref="FactGatherer"/>.
/// </summary>
internal sealed class FactClosure(JourneyRules rules, IReadOnlySet<Guid> setAside, IReadOnlySet<Guid> news)
{
    private readonly IdSet _loaded = new(news.Count);
    private readonly IdSet _askedKeys = [];
    private readonly IdSet _askedHot = [];
    private readonly MessageNeighbourhood _crossed = new(setAside);
    private readonly MessageNeighbourhood _uncrossed = new(setAside);
    private readonly IdSet _wanted = new(news.Count);
    private readonly IdSet _wantedOnBorder = [];

    public StoredFacts Facts { get; } = new();

    /// <summary>The traces whose journeys are gathered whole.</summary>
    public IdSet Expanded { get; } = new(news.Count);

    /// <summary>Keys, and messages, found to join too many traces.</summary>
    public IdSet HotKeys { get; } = [];

    public bool IsClosed => _wanted.Count + _wantedOnBorder.Count == 0 && HotKeys.All(_askedHot.Contains);

    /// <summary>The keys of messages of which all that is known was gathered.</summary>
    public IReadOnlySet<Guid> CrossedKeys => _crossed.Keys;

    /// <summary>The traces with a span of which one of several links leads to a trace that was gathered whole.</summary>
    public IdSet LinkedInBatch() =>
        new(Facts.Links.Where(link => link.InBatch && Expanded.Contains(link.LinkedTraceId)).Select(link => link.TraceId));

    public void Expand(IEnumerable<Guid> traces) => _wanted.UnionWith(traces.Where(trace => trace != Guid.Empty && !Expanded.Contains(trace)));

    /// <summary>The traces whose facts are to be read next.</summary>
    public Guid[] TracesToRead()
    {
        Expanded.UnionWith(_wanted);
        var missing = _wanted.Concat(_wantedOnBorder).Where(_loaded.Add).ToArray();
        _wanted.Clear();
        _wantedOnBorder.Clear();
        return missing;
    }

    /// <summary>What lies beside all that is known now and has not been asked for before.</summary>
    public FactQuestions Beside()
    {
        _crossed.Grow(Facts.Sightings, Crosses);
        Expand(_crossed.Origins);
        Expand(Facts.Links.Where(link => Expanded.Contains(link.TraceId) && (!link.InBatch || news.Contains(link.TraceId))).Select(link => link.LinkedTraceId));

        // A batch whose trace is gathered for another reason: whether its messages and links have an origin decides whether it is a journey of its own.
        _uncrossed.Grow(Facts.Sightings, sighting => Expanded.Contains(sighting.TraceId) && sighting.InBatch && !_crossed.Has(sighting));
        ToBorder(_uncrossed.Origins);
        ToBorder(Facts.Links.Where(link => link.InBatch && Expanded.Contains(link.TraceId)).Select(link => link.LinkedTraceId));
        var keys = Facts.Keys
            .Where(key => Expanded.Contains(key.TraceId) && !setAside.Contains(key.KeyHash) && _askedKeys.Add(key.KeyHash))
            .Select(key => key.KeyHash)
            .ToArray();
        return new FactQuestions(
            keys,
            [.. HotKeys.Where(_askedHot.Add)],
            new NeighbourQuestion(_crossed.NewKeys(), _crossed.NewTraces(Expanded)),
            new NeighbourQuestion(_uncrossed.NewKeys(), _uncrossed.NewTraces(_uncrossed.Origins)));
    }

    /// <param name="traces">Of each key that was asked for at most one trace more than it may join.</param>
    public void TakeKeys(IEnumerable<JoinKey> traces)
    {
        foreach (var group in traces.GroupBy(key => key.KeyHash, key => key.TraceId, IdComparer.Instance))
        {
            if (group.Distinct(IdComparer.Instance).Count() > rules.MaxTracesPerKey)
            {
                HotKeys.Add(group.Key);
            }
            else
            {
                Expand(group);
            }
        }
    }

    /// <param name="neighbours">Of each message that was asked for at most one trace more than it may join.</param>
    public void TakeNear(IReadOnlyList<NeighbourTrace> neighbours)
    {
        neighbours = WithoutHot(neighbours);
        Expand(neighbours.Where(neighbour => !neighbour.InBatch).Select(neighbour => neighbour.TraceId));
        ToBorder(neighbours.Where(neighbour => neighbour.InBatch).Select(neighbour => neighbour.TraceId));
    }

    public void TakeNearBatches(IReadOnlyList<NeighbourTrace> neighbours) => ToBorder(WithoutHot(neighbours).Select(neighbour => neighbour.TraceId));

    /// <summary>A message that an absurd number of traces tell of is none: its id is a constant.</summary>
    private NeighbourTrace[] WithoutHot(IReadOnlyList<NeighbourTrace> neighbours)
    {
        HotKeys.UnionWith(neighbours
            .Where(neighbour => neighbour.MessageKey != Guid.Empty)
            .GroupBy(neighbour => neighbour.MessageKey, neighbour => neighbour.TraceId, IdComparer.Instance)
            .Where(group => group.Distinct(IdComparer.Instance).Count() > rules.MaxTracesPerMessage)
            .Select(group => group.Key));
        return [.. neighbours.Where(neighbour => !HotKeys.Contains(neighbour.MessageKey))];
    }

    private bool Crosses(Sighting sighting) =>
        Expanded.Contains(sighting.ContextTraceId)
        || (Expanded.Contains(sighting.TraceId) && (!sighting.InBatch || news.Contains(sighting.TraceId)));

    private void ToBorder(IEnumerable<Guid> traces) => _wantedOnBorder.UnionWith(traces.Where(trace => trace != Guid.Empty && !_loaded.Contains(trace)));
}
