using Correlator.Correlation;
using Correlator.Storage.Facts;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation.Support;

/// <summary>Correlation over facts in memory, step by step as they arrive: what the store does in SQL, done plainly.</summary>
internal sealed class CorrelatedWorld(JourneyRules rules, IReadOnlySet<int> deadLetterQueues, DateTime now)
{
    private readonly HashSet<Invocation> _invocations = [];
    private readonly HashSet<Sighting> _sightings = [];
    private readonly HashSet<TraceLink> _links = [];
    private readonly HashSet<JoinKey> _keys = [];
    private readonly HashSet<Guid> _setAside = [];
    private readonly Dictionary<Guid, Journey> _journeys = [];

    public IReadOnlyList<Journey> Journeys => [.. _journeys.Values.OrderBy(journey => journey.JourneyId)];

    public IReadOnlySet<Guid> SetAside => _setAside;

    /// <summary>How many traces the last step gathered whole.</summary>
    public int LastExpanded { get; private set; }

    public void Arrive(IReadOnlyCollection<object> facts)
    {
        var news = new HashSet<Guid>();
        foreach (var fact in facts)
        {
            news.Add(fact switch
            {
                Invocation invocation when _invocations.Add(invocation) || true => invocation.TraceId,
                Sighting sighting when _sightings.Add(sighting) || true => sighting.TraceId,
                TraceLink link when _links.Add(link) || true => link.TraceId,
                JoinKey key when _keys.Add(key) || true => key.TraceId,
                _ => throw new ArgumentException("No fact.", nameof(facts)),
            });
        }

        IReadOnlyCollection<Guid> seeds = news;
        while (true)
        {
            var closure = Close(seeds, news);
            var resolved = JourneyResolver.Resolve(Joined(closure), rules, now);
            if (Replacement.Unfinished(resolved, closure) is { Length: > 0 } more)
            {
                seeds = [.. closure.Expanded, .. more];
                continue;
            }

            _setAside.UnionWith(closure.HotKeys);
            LastExpanded = closure.Expanded.Count;
            Replace(Replacement.Of(resolved, closure.Expanded));
            return;
        }
    }

    private FactClosure Close(IReadOnlyCollection<Guid> seeds, HashSet<Guid> news)
    {
        var closure = new FactClosure(rules, _setAside, news);
        closure.Expand(seeds);
        while (!closure.IsClosed)
        {
            Answer(closure);
            var touched = _journeys.Values.Where(journey =>
                Own(journey).Any(closure.Expanded.Contains)
                || journey.Messages.Any(message => closure.CrossedKeys.Contains(message.MessageKey)));
            closure.Expand(touched.SelectMany(Own).ToArray());
        }

        return closure;
    }

    private void Answer(FactClosure closure)
    {
        Read(closure.TracesToRead().ToHashSet(), closure.Facts);
        var questions = closure.Beside();
        closure.TakeKeys(questions.Keys.SelectMany(hash => _keys.Where(key => key.KeyHash == hash).Take(rules.MaxTracesPerKey + 1)));
        var joined = _journeys.Values.SelectMany(Own).ToHashSet();
        closure.Expand(_keys.Where(key => questions.HotKeys.Contains(key.KeyHash) && joined.Contains(key.TraceId)).Select(key => key.TraceId));
        closure.TakeNear(Neighbours(questions.Near));
        closure.TakeNearBatches(Neighbours(questions.NearBatches));
    }

    private void Read(HashSet<Guid> traces, StoredFacts facts)
    {
        facts.Invocations.AddRange(_invocations.Where(fact => traces.Contains(fact.TraceId)));
        facts.Sightings.AddRange(_sightings.Where(fact => traces.Contains(fact.TraceId)));
        facts.Links.AddRange(_links.Where(fact => traces.Contains(fact.TraceId)));
        facts.Keys.AddRange(_keys.Where(fact => traces.Contains(fact.TraceId)));
    }

    private NeighbourTrace[] Neighbours(NeighbourQuestion question) =>
    [
        .. _sightings
            .Where(sighting =>
                question.Messages.Contains(sighting.MessageKey)
                || (sighting.Kind != SightingKind.Publish && question.Traces.Contains(sighting.ContextTraceId)))
            .Select(sighting =>
            {
                var isAskedById = question.Messages.Contains(sighting.MessageKey) && sighting.MessageId.Length > 0;
                return new NeighbourTrace(sighting.TraceId, sighting.InBatch, isAskedById ? sighting.MessageKey : Guid.Empty);
            }),
        .. _links.Where(link => question.Traces.Contains(link.LinkedTraceId)).Select(link => new NeighbourTrace(link.TraceId, link.InBatch)),
    ];

    private JourneyFacts Joined(FactClosure closure) => new()
    {
        Invocations = closure.Facts.Invocations,
        Sightings =
        [
            .. closure.Facts.Sightings.Select(sighting =>
                _setAside.Contains(sighting.MessageKey) || closure.HotKeys.Contains(sighting.MessageKey) ? sighting.WithoutId() : sighting),
        ],
        Links = closure.Facts.Links,
        Keys = [.. closure.Facts.Keys.Where(key => !_setAside.Contains(key.KeyHash) && !closure.HotKeys.Contains(key.KeyHash))],
        DeadLetterQueues = deadLetterQueues,
    };

    private void Replace(Replacement replacement)
    {
        foreach (var standing in _journeys.Values.Where(journey => Own(journey).Any(replacement.Traces.Contains)).ToArray())
        {
            _journeys.Remove(standing.JourneyId);
        }

        foreach (var journey in replacement.Journeys)
        {
            _journeys.Add(journey.JourneyId, journey);
        }
    }

    private static Guid[] Own(Journey journey) => [.. journey.Traces.Where(trace => !trace.IsShared).Select(trace => trace.TraceId)];
}
