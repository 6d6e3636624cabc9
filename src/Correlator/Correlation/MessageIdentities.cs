using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which sightings are of the same message. Publisher and consumer may name the destination differently (exchange and queue, topic and subscription)
/// or one of them may not know the message id; the creation context then tells. The same message id on another queue under the same context is
/// the same message too: it was dead-lettered there.
/// </summary>
internal sealed class MessageIdentities
{
    private readonly DisjointSets<Guid> _same = new();
    private readonly Dictionary<Guid, Guid> _smallest = [];

    public MessageIdentities(IReadOnlyList<Sighting> sightings)
    {
        var publishes = sightings.Where(sighting => sighting.Kind == SightingKind.Publish).ToLookup(sighting => (sighting.TraceId, sighting.SpanId));
        foreach (var sighting in sightings.Where(sighting => sighting.Kind != SightingKind.Publish && sighting.MessageKey != Guid.Empty))
        {
            var known = publishes[sighting.Context].ToArray();
            if (known.Length == 1 && (sighting.MessageId.Length == 0 || known[0].MessageId.Length == 0 || known[0].MessageId == sighting.MessageId))
            {
                _same.Union(sighting.MessageKey, known[0].MessageKey);
            }
        }

        // Consumers of one message that nobody saw published: the same id from the same context.
        foreach (var group in sightings.Where(sighting => sighting is { MessageId.Length: > 0, ContextSpanId: not 0 }).GroupBy(sighting => (sighting.Context, sighting.MessageId)))
        {
            foreach (var sighting in group)
            {
                _same.Union(sighting.MessageKey, group.First().MessageKey);
            }
        }

        foreach (var key in sightings.Select(sighting => sighting.MessageKey).Where(key => key != Guid.Empty).Distinct())
        {
            var root = _same.Find(key);
            _smallest[root] = _smallest.TryGetValue(root, out var smallest) && smallest.CompareTo(key) < 0 ? smallest : key;
        }
    }

    /// <summary>The message's identity: the smallest of its keys, whatever came first; empty when the sighting tells none.</summary>
    public Guid Of(Sighting sighting) => sighting.MessageKey == Guid.Empty ? Guid.Empty : _smallest[_same.Find(sighting.MessageKey)];
}
