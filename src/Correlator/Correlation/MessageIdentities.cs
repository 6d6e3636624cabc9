using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which sightings are of the same message. Publisher and consumer may name the destination differently (exchange and queue, topic and subscription),
/// give the message another id (a topic's and its queues'), or one of them may not know the id; the creation context then tells. The same message id on
/// another queue under the same context is the same message too: it was dead-lettered there. A span that published several messages is the publish of each.
/// </summary>
internal sealed class MessageIdentities
{
    private readonly DisjointSets _same;
    private readonly Dictionary<Guid, Guid> _smallest = new(IdComparer.Instance);
    private readonly List<(Sighting Publish, Guid Key)> _lent = [];
    private readonly HashSet<Sighting> _lenders = new(ReferenceEqualityComparer.Instance);

    public MessageIdentities(IReadOnlyList<Sighting> sightings)
    {
        _same = new DisjointSets(sightings.Count);
        var received = sightings
            .Where(sighting => sighting.Kind != SightingKind.Publish && sighting.MessageKey != Guid.Empty && sighting.ContextSpanId != 0)
            .ToLookup(sighting => sighting.Context);
        var delivered = new IdSet(sightings.Where(sighting => sighting.Kind != SightingKind.Publish).Select(sighting => sighting.MessageKey));
        foreach (var publish in sightings.Where(sighting => sighting.Kind == SightingKind.Publish && sighting.MessageKey != Guid.Empty))
        {
            Attribute(publish, [.. received[publish.Ref]], delivered.Contains(publish.MessageKey));
        }

        var ofOneContext = sightings
            .Where(sighting => sighting is { MessageId.Length: > 0, ContextSpanId: not 0 })
            .GroupBy(sighting => (sighting.Context, sighting.MessageId));
        foreach (var group in ofOneContext)
        {
            foreach (var sighting in group)
            {
                _same.Union(sighting.MessageKey, group.First().MessageKey);
            }
        }

        foreach (var key in sightings.Select(sighting => sighting.MessageKey).Where(key => key != Guid.Empty).Distinct(IdComparer.Instance))
        {
            var root = _same.Find(key);
            _smallest[root] = _smallest.TryGetValue(root, out var smallest) && smallest.CompareTo(key) < 0 ? smallest : key;
        }
    }

    /// <summary>
    /// The sightings of each message under its identity: the smallest of its keys, whatever came first. A sighting that tells none is left out.
    /// </summary>
    public static IEnumerable<(Guid Key, Sighting[] Sightings)> Group(IReadOnlyList<Sighting> sightings)
    {
        var identities = new MessageIdentities(sightings);
        var own = sightings
            .Where(sighting => sighting.MessageKey != Guid.Empty && !identities._lenders.Contains(sighting))
            .Select(sighting => (Sighting: sighting, Key: identities.Of(sighting.MessageKey)));
        var lent = identities._lent.Select(lent => (Sighting: lent.Publish, Key: identities.Of(lent.Key)));
        return own.Concat(lent)
            .GroupBy(pair => pair.Key, pair => pair.Sighting, IdComparer.Instance)
            .Select(group => (group.Key, group.Distinct<Sighting>(ReferenceEqualityComparer.Instance).ToArray()));
    }

    private Guid Of(Guid key) => _smallest[_same.Find(key)];

    private void Attribute(Sighting publish, Sighting[] received, bool isDelivered)
    {
        var others = received.Select(sighting => sighting.MessageId).Where(id => id.Length > 0 && id != publish.MessageId).Distinct().ToArray();
        var knowsItsOwn = publish.MessageId.Length > 0 && (isDelivered || Array.Exists(received, sighting => sighting.MessageId == publish.MessageId));
        var isRenamed = others.Length == 1 && !knowsItsOwn;
        var (own, lent) = (Array.FindAll(received, IsOwn), Array.FindAll(received, sighting => !IsOwn(sighting)));
        foreach (var sighting in own)
        {
            _same.Union(sighting.MessageKey, publish.MessageKey);
        }

        _lent.AddRange(lent.Select(sighting => (publish, sighting.MessageKey)));
        if (own.Length == 0 && others.Length > 0 && !isDelivered)
        {
            // All that is known of what it published has other ids: it is the publish of those, and no message of its own.
            _lenders.Add(publish);
        }

        bool IsOwn(Sighting sighting) => isRenamed || sighting.MessageId.Length == 0 || sighting.MessageId == publish.MessageId;
    }
}
