using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Correlator.Ingest.Policy;

/// <summary>All rules by value. A batch's text is searched once for the words of all of them; only values near a find are looked at by the rules themselves.</summary>
internal sealed class ValueRules
{
    /// <summary>Text is searched in pieces of this size, widened on the stack.</summary>
    private const int PieceBytes = 4096;

    private readonly ValueRule[] _rules;
    private readonly SearchValues<string>? _words;
    private readonly SearchValues<byte>? _marks;
    private readonly int _longestWord;
    private readonly bool _lookEverywhere;

    public ValueRules(IEnumerable<ValueRule> rules)
    {
        _rules = [.. rules];
        _lookEverywhere = _rules.Any(rule => rule.Words.Length == 0);

        // Words of one character would slow the search for the others; they have one of their own.
        var words = _rules.SelectMany(rule => rule.Words).Distinct(StringComparer.OrdinalIgnoreCase).ToLookup(word => word.Length > 1);
        _words = words[true].Any() ? SearchValues.Create([.. words[true]], StringComparison.OrdinalIgnoreCase) : null;
        _marks = words[false].Any() ? SearchValues.Create(Encoding.ASCII.GetBytes(string.Concat(words[false].Select(mark => mark.ToLowerInvariant() + mark.ToUpperInvariant())))) : null;
        _longestWord = words[true].Select(word => word.Length).DefaultIfEmpty(1).Max();
    }

    /// <summary>Where to look, or null when nothing in the text from <paramref name="start"/> on can concern a rule.</summary>
    public Trails? Search(ReadOnlySpan<byte> text, int start)
    {
        Trails? trails = null;
        if (_lookEverywhere)
        {
            for (var at = start; at < text.Length; at += Trails.StretchBytes)
            {
                (trails ??= new Trails(text.Length)).Mark(at);
            }

            return trails;
        }

        SearchMarks(text, start, ref trails);
        SearchWords(text, start, ref trails);
        return trails;
    }

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

            replaced = rule.Replace(replaced ?? text.ToString(), secret => rule.Action == PolicyAction.Hash ? run.Hash(Encoding.Latin1.GetBytes(secret)) : PolicyRun.Redacted);
        }
        catch (RegexMatchTimeoutException)
        {
            replaced = PolicyRun.Redacted;
        }

        run.Count(rule.Name, rule.Action);
        return true;
    }

    private void SearchMarks(ReadOnlySpan<byte> text, int start, ref Trails? trails)
    {
        for (var at = start; _marks is not null && at < text.Length;)
        {
            var found = text[at..].IndexOfAny(_marks);
            if (found < 0)
            {
                return;
            }

            (trails ??= new Trails(text.Length)).Mark(at + found);
            at = Next(at + found);
        }
    }

    private void SearchWords(ReadOnlySpan<byte> text, int start, ref Trails? trails)
    {
        Span<char> piece = stackalloc char[PieceBytes];
        for (var at = start; _words is not null && at < text.Length;)
        {
            var length = Math.Min(PieceBytes, text.Length - at);
            var found = piece[..Encoding.Latin1.GetChars(text.Slice(at, length), piece)].IndexOfAny(_words);
            if (found >= 0)
            {
                (trails ??= new Trails(text.Length)).Mark(at + found);
                at = Next(at + found);
            }
            else if (at + length == text.Length)
            {
                return;
            }
            else
            {
                // A word may begin at the piece's end.
                at += length - (_longestWord - 1);
            }
        }
    }

    /// <summary>The stretch is marked; what else is in it tells nothing new.</summary>
    private static int Next(int found) => ((found / Trails.StretchBytes) + 1) * Trails.StretchBytes;
}
