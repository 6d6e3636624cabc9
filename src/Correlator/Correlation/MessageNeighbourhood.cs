using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// The sightings that some sightings share a message with, by key or creation context, as far as they are known; and what of that has not been asked for.
/// </summary>
/// <param name="setAside">Messages that join nothing: their ids are constants.</param>
internal sealed class MessageNeighbourhood(IReadOnlySet<Guid> setAside)
{
    private readonly IdSet _keys = [];
    private readonly HashSet<SpanRef> _contexts = [];
    private readonly IdSet _askedKeys = [];
    private readonly IdSet _askedTraces = [];

    /// <summary>The traces that created these messages.</summary>
    public IdSet Origins { get; } = [];

    public IReadOnlySet<Guid> Keys => _keys;

    public void Grow(IReadOnlyList<Sighting> sightings, Func<Sighting, bool> belongs)
    {
        for (var grows = true; grows;)
        {
            grows = false;
            foreach (var sighting in sightings)
            {
                if (Has(sighting) || belongs(sighting))
                {
                    grows |= sighting.MessageKey != Guid.Empty && !setAside.Contains(sighting.MessageKey) && _keys.Add(sighting.MessageKey);
                    grows |= sighting.ContextSpanId != 0 && _contexts.Add(sighting.Context);
                    Origins.Add(sighting.ContextTraceId);
                }
            }
        }
    }

    public bool Has(Sighting sighting) => _keys.Contains(sighting.MessageKey) || _contexts.Contains(sighting.Context);

    public Guid[] NewKeys() => [.. _keys.Where(_askedKeys.Add)];

    public Guid[] NewTraces(IEnumerable<Guid> traces) => [.. traces.Where(trace => trace != Guid.Empty && _askedTraces.Add(trace))];
}
