using System.Security.Cryptography;
using System.Text;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// A topic gives each consumer group, and each subscription, a copy of its own of a message: what two groups receive from one queue are two messages, not
/// two attempts of one. They have one publish, and what is told without a group concerns each.
/// </summary>
internal static class ConsumerGroups
{
    /// <param name="key">The message as a whole; the first group's copy keeps it.</param>
    /// <param name="sightings">All that is told of it.</param>
    public static IEnumerable<(Guid Key, Sighting[] Sightings)> Copies(Guid key, Sighting[] sightings)
    {
        var shared = sightings.Where(IsOfGroup)
            .GroupBy(sighting => sighting.QueueId, sighting => sighting.ConsumerGroup)
            .Where(groups => groups.Distinct().Count() > 1)
            .Select(groups => groups.Key)
            .ToHashSet();
        if (shared.Count == 0)
        {
            return [(key, sightings)];
        }

        var names = sightings.Where(sighting => shared.Contains(sighting.QueueId) && IsOfGroup(sighting))
            .Select(sighting => sighting.ConsumerGroup)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        return names.Select((name, index) => (
            index == 0 ? key : KeyOf(key, name),
            Array.FindAll(sightings, sighting => sighting.ConsumerGroup.Length == 0
                || sighting.ConsumerGroup == name
                || !names.Contains(sighting.ConsumerGroup))));
    }

    private static bool IsOfGroup(Sighting sighting) => sighting is { IsDelivery: true, ConsumerGroup.Length: > 0 };

    private static Guid KeyOf(Guid message, string group)
    {
        var hash = SHA256.HashData([.. message.ToByteArray(), .. Encoding.UTF8.GetBytes(group)]);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
