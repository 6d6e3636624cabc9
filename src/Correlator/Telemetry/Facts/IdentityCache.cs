using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Identities read before, by a hash of the attributes that make them: a function sends the same resource with every request. Bounded: when full it
/// starts anew. Not thread-safe.
/// </summary>
internal sealed class IdentityCache
{
    private const int MaxEntries = 20_000;
    private readonly Dictionary<UInt128, ResourceIdentity> _resources = [];
    private readonly Dictionary<UInt128, QueueIdentity> _queues = [];

    public ResourceIdentity Resource(TelemetryBatch batch, int resource)
    {
        var hash = HashOf(batch, batch.Resources[resource].Attributes);
        if (!_resources.TryGetValue(hash, out var identity))
        {
            identity = ResourceIdentities.Identify(batch, resource);
            Add(_resources, hash, identity);
        }

        return identity;
    }

    public QueueIdentity Queue(TelemetryBatch batch, TextRange system, TextRange destination)
    {
        var left = ProcessHash.Compute128(batch.Utf8(system));
        var right = ProcessHash.Compute128(batch.Utf8(destination));
        var hash = new UInt128(ProcessHash.Combine((ulong)(left >> 64), (ulong)(right >> 64)), ProcessHash.Combine((ulong)left, (ulong)right));
        if (!_queues.TryGetValue(hash, out var queue))
        {
            queue = MessagingSystems.Queue(batch.String(system), batch.String(destination));
            Add(_queues, hash, queue);
        }

        return queue;
    }

    private static void Add<T>(Dictionary<UInt128, T> cache, UInt128 hash, T value)
    {
        if (cache.Count >= MaxEntries)
        {
            cache.Clear();
        }

        cache.Add(hash, value);
    }

    /// <summary>Only of attributes that <see cref="ResourceIdentities"/> looks at, in the order in which they came.</summary>
    private static UInt128 HashOf(TelemetryBatch batch, RowRange attributes)
    {
        ulong high = 0, low = 0;
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes))
        {
            var known = batch.Keys[attribute.Key].Known;
            if (known != KnownKey.None)
            {
                var value = ProcessHash.Compute128(batch.Utf8(attribute.Text));
                var what = ((ulong)known << 8) | (byte)attribute.Kind;
                high = ProcessHash.Combine(high ^ what, (ulong)(value >> 64) ^ (ulong)attribute.Bits);
                low = ProcessHash.Combine(low + what, (ulong)value + (ulong)attribute.Bits);
            }
        }

        return new UInt128(high, low);
    }
}
