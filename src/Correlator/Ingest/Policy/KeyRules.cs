using System.Collections.Concurrent;
using System.Text;

namespace Correlator.Ingest.Policy;

/// <summary>Which rule by key an attribute's key falls under. Keys repeat from request to request, so what was decided is remembered.</summary>
internal sealed class KeyRules(IReadOnlyList<KeyRule> rules)
{
    /// <summary>Beyond it decisions are made anew each time: a sender with endless keys takes time, not memory.</summary>
    private const int MaxRemembered = 20_000;

    /// <summary>A longer key is decided by its beginning.</summary>
    private const int MaxKeyBytes = 256;

    private readonly ConcurrentDictionary<string, KeyRule?> _decided = new(StringComparer.Ordinal);

    public KeyRule? Find(ReadOnlySpan<byte> key)
    {
        Span<char> buffer = stackalloc char[MaxKeyBytes];
        var text = buffer[..Encoding.Latin1.GetChars(key[..Math.Min(key.Length, MaxKeyBytes)], buffer)];
        return _decided.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known : Decide(text);
    }

    private KeyRule? Decide(ReadOnlySpan<char> key)
    {
        var normal = KeyRule.Normal(key);
        var found = rules.FirstOrDefault(rule => rule.IsMatch(normal));
        if (_decided.Count < MaxRemembered)
        {
            _decided.TryAdd(key.ToString(), found);
        }

        return found;
    }
}
