using System.Buffers;
using System.Text.RegularExpressions;

namespace Correlator.Ingest.Policy;

/// <summary>A rule by value. Text comes to it with one character per byte (Latin-1), so that places in the text are places in the bytes.</summary>
internal sealed class ValueRule
{
    private const string Secret = "secret";
    private readonly Regex _pattern;
    private readonly bool _hasSecret;
    private readonly SearchValues<string>? _words;

    public ValueRule(PolicyRule rule, TimeSpan timeout)
    {
        Name = rule.Name;
        Action = rule.Action;
        Words = rule.Contains;
        _words = rule.Contains.Length == 0 ? null : SearchValues.Create(rule.Contains, StringComparison.OrdinalIgnoreCase);
        _pattern = Compile(rule.Value ?? "", timeout);
        _hasSecret = _pattern.GetGroupNames().Contains(Secret);
    }

    public string Name { get; }

    public PolicyAction Action { get; }

    /// <summary>One of these stands in every value that the rule matches; none: every value has to be looked at.</summary>
    public string[] Words { get; }

    public bool MatchesNothing => _pattern.IsMatch("");

    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long over this text.</exception>
    public bool IsMatch(ReadOnlySpan<char> text) => (_words is null || text.ContainsAny(_words)) && _pattern.IsMatch(text);

    /// <summary>The text with every secret in it replaced.</summary>
    public string Replace(string text, Func<string, string> replacement) => _pattern.Replace(text, match => Replace(match, replacement));

    private string Replace(Match match, Func<string, string> replacement)
    {
        if (!_hasSecret || match.Groups[Secret] is not { Success: true } secret)
        {
            return replacement(match.Value);
        }

        var start = secret.Index - match.Index;
        return string.Concat(match.ValueSpan[..start], replacement(secret.Value), match.ValueSpan[(start + secret.Length)..]);
    }

    /// <summary>
    /// Patterns run over what strangers send: in time linear to the text where the pattern allows it, and against the clock where it does not.
    /// </summary>
    private static Regex Compile(string pattern, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, timeout);
        }
    }
}
