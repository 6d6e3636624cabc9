using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Correlator.Ingest.Policy;

/// <summary>All rules by value. A value is searched once for the words of all of them; only where one is found are the rules themselves asked.</summary>
internal sealed class ValueRules
{
    private readonly ValueRule[] _rules;
    private readonly WordSearch? _words;
    private readonly SearchValues<byte>? _marks;
    private readonly bool _lookEverywhere;

    public ValueRules(IEnumerable<ValueRule> rules)
    {
        _rules = [.. rules];
        _lookEverywhere = _rules.Any(rule => rule.Words.Length == 0);

        // A word of one character has no pair of bytes to be found by.
        var words = _rules.SelectMany(rule => rule.Words).Distinct(StringComparer.OrdinalIgnoreCase).ToLookup(word => word.Length > 1);
        _words = words[true].Any() ? new WordSearch(words[true]) : null;
        var marks = string.Concat(words[false].Select(mark => mark.ToLowerInvariant() + mark.ToUpperInvariant()));
        _marks = words[false].Any() ? SearchValues.Create(Encoding.ASCII.GetBytes(marks)) : null;
    }

    /// <summary>Whether a rule may change the value: it holds one of the rules' words. Nearly every value is done with here.</summary>
    public bool MayConcern(ReadOnlySpan<byte> value) =>
        _lookEverywhere || (_marks is not null && value.ContainsAny(_marks)) || (_words is not null && _words.IsIn(value));

    /// <summary>What the rules make of a value; null when they leave it as it is.</summary>
    public string? Apply(ReadOnlySpan<byte> value, PolicyRun run, out PolicyAction strongest)
    {
        strongest = PolicyAction.Redact;
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(value.Length, 1));
        try
        {
            var text = rented.AsSpan(0, Encoding.Latin1.GetChars(value, rented));
            string? replaced = null;
            foreach (var rule in _rules)
            {
                if (Apply(rule, replaced is null ? text : replaced, run, ref replaced))
                {
                    strongest = rule.Action == PolicyAction.Drop ? PolicyAction.Drop : strongest;
                }
            }

            return replaced;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static bool Apply(ValueRule rule, ReadOnlySpan<char> text, PolicyRun run, ref string? replaced)
    {
        try
        {
            if (!rule.IsMatch(text))
            {
                return false;
            }

            replaced = rule.Replace(
                replaced ?? text.ToString(),
                secret => rule.Action == PolicyAction.Hash ? run.Hash(Encoding.Latin1.GetBytes(secret)) : PolicyRun.Redacted);
        }
        catch (RegexMatchTimeoutException)
        {
            replaced = PolicyRun.Redacted;
        }

        run.Count(rule.Name, rule.Action);
        return true;
    }
}
