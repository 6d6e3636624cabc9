using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Policy;

internal sealed class PolicyOptionsValidation : IValidateOptions<PolicyOptions>
{
    private const int LeastHashKey = 32;

    /// <summary>Each rule by value has its own words to look for; a few hundred are looked for at once without loss.</summary>
    private const int MostRules = 200;

    private const int MostLetters = 100;

    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        var failures = new List<string>();
        if (options.HashKey is { Length: > 0 and < LeastHashKey })
        {
            failures.Add($"{PolicyOptions.Section}:{nameof(options.HashKey)} must have {LeastHashKey} characters or more; it has {options.HashKey.Length}.");
        }

        if (options.MatchTimeout < TimeSpan.FromMilliseconds(1) || options.MatchTimeout > TimeSpan.FromSeconds(10))
        {
            failures.Add($"{PolicyOptions.Section}:{nameof(options.MatchTimeout)} must lie between 00:00:00.001 and 00:00:10; it is {options.MatchTimeout:c}.");
        }

        if (options.Rules.Count > MostRules)
        {
            failures.Add($"{PolicyOptions.Section}:{nameof(options.Rules)} may hold {MostRules} rules; there are {options.Rules.Count}.");
        }

        for (var index = 0; index < options.Rules.Count; index++)
        {
            var place = $"{PolicyOptions.Section}:{nameof(options.Rules)}:{index}";
            failures.AddRange(Problems(options.Rules[index], options.MatchTimeout).Select(problem => $"{place}:{problem}"));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Problems(PolicyRule rule, TimeSpan timeout)
    {
        if (string.IsNullOrWhiteSpace(rule.Name))
        {
            yield return $"{nameof(rule.Name)} must say what the rule is called.";
        }

        if (!Enum.IsDefined(rule.Action))
        {
            yield return $"{nameof(rule.Action)} must be Redact, Hash, Drop or Keep; it is {rule.Action}.";
        }

        if (string.IsNullOrEmpty(rule.Key) == string.IsNullOrEmpty(rule.Value))
        {
            yield return $"{nameof(rule.Key)} or {nameof(rule.Value)} must be there, and not both.";
        }

        if (rule.Action == PolicyAction.Keep && !string.IsNullOrEmpty(rule.Value))
        {
            yield return $"{nameof(rule.Action)} may be Keep for a rule by key alone.";
        }

        if (rule.Contains.Any(word => word.Length is 0 or > MostLetters || !Ascii.IsValid(word)))
        {
            yield return $"{nameof(rule.Contains)} must hold words of 1 to {MostLetters} ASCII characters.";
        }

        if (!string.IsNullOrEmpty(rule.Value) && Fault(rule, timeout) is { } fault)
        {
            yield return $"{nameof(rule.Value)} must be a regular expression that does not match empty text: {fault}";
        }
    }

    private static string? Fault(PolicyRule rule, TimeSpan timeout)
    {
        try
        {
            return new ValueRule(rule, timeout).MatchesNothing ? "it does." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return exception.Message;
        }
    }
}
