using System.IO.Enumeration;

namespace Correlator.Ingest.Policy;

/// <summary>A rule by key: a pattern in which <c>*</c> is anything, over the key in lower case without <c>-</c> and <c>_</c>.</summary>
internal sealed record KeyRule(string Name, PolicyAction Action, string Pattern)
{
    public static KeyRule Of(PolicyRule rule) => new(rule.Name, rule.Action, Normal(rule.Key ?? ""));

    public bool IsMatch(string normalKey) => FileSystemName.MatchesSimpleExpression(Pattern, normalKey, ignoreCase: false);

    /// <summary>Spelled as all spellings are compared: <c>X-Api-Key</c>, <c>x_api_key</c> and <c>xApiKey</c> are one.</summary>
    public static string Normal(ReadOnlySpan<char> key)
    {
        var normal = new char[key.Length];
        var length = 0;
        foreach (var letter in key)
        {
            if (letter is not ('-' or '_'))
            {
                normal[length++] = char.ToLowerInvariant(letter);
            }
        }

        return new string(normal, 0, length);
    }
}
