using System.Collections.Concurrent;
using System.Text;

namespace Correlator.Ingest.Policy;

/// <summary>Which rule by key an attribute's key falls under. Keys repeat from request to request, so what was decided is remembered.</summary>
internal sealed class KeyRules(IReadOnlyList<KeyRule> rules)
{
    /// <summary>Beyond it decisions are made anew each time: a sender with endless keys takes time, not memory.</summary>
    private const int MaxRemembered = 20_000;

    /// <summary>A longer key is nobody's usual one: it is decided each time.</summary>
    private const int MaxKeyBytes = 256;

    private readonly ConcurrentDictionary<string, KeyRule?> _decided = new(StringComparer.Ordinal);

    public KeyRule? Find(ReadOnlySpan<byte> key)
    {
        if (key.Length > MaxKeyBytes)
        {
            return Match(Encoding.Latin1.GetString(key));
        }

        Span<char> buffer = stackalloc char[MaxKeyBytes];
        var text = buffer[..Encoding.Latin1.GetChars(key, buffer)];
        return _decided.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known : Decide(text);
    }

    private KeyRule? Decide(ReadOnlySpan<char> key)
    {
        var found = Match(key);
        if (_decided.Count < MaxRemembered)
        {
            _decided.TryAdd(key.ToString(), found);
        }

        return found;
    }

    private KeyRule? Match(ReadOnlySpan<char> key)
    {
        var normal = KeyRule.Normal(key);
        return rules.FirstOrDefault(rule => rule.IsMatch(normal));
    }
}
