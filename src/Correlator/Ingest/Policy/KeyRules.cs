using System.Collections.Concurrent;
using System.Text;
using Correlator.Telemetry;

namespace Correlator.Ingest.Policy;

/// <summary>Which rule by key an attribute's key falls under. Keys repeat from request to request, so what was decided is remembered.</summary>
internal sealed class KeyRules(IReadOnlyList<KeyRule> rules)
{
    /// <summary>Beyond it decisions are made anew each time: a sender with endless keys takes time, not memory.</summary>
    private const int MaxRemembered = 20_000;

    /// <summary>A longer key is nobody's usual one: it is decided each time.</summary>
    private const int MaxKeyBytes = 256;

    /// <summary>By the hash of the key. Of two keys with the same hash the second is decided each time.</summary>
    private readonly ConcurrentDictionary<ulong, (byte[] Key, KeyRule? Rule)> _decided = new();

    public KeyRule? Find(ReadOnlySpan<byte> key)
    {
        var hash = ProcessHash.Compute(key);
        return _decided.TryGetValue(hash, out var known) && key.SequenceEqual(known.Key) ? known.Rule : Decide(key, hash);
    }

    private KeyRule? Decide(ReadOnlySpan<byte> key, ulong hash)
    {
        var normal = KeyRule.Normal(Encoding.Latin1.GetString(key));
        var found = rules.FirstOrDefault(rule => rule.IsMatch(normal));
        if (key.Length <= MaxKeyBytes && _decided.Count < MaxRemembered)
        {
            _decided.TryAdd(hash, (key.ToArray(), found));
        }

        return found;
    }
}
