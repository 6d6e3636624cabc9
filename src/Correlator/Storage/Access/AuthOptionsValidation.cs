using Microsoft.Extensions.Options;

namespace Correlator.Storage.Access;

internal sealed class AuthOptionsValidation : IValidateOptions<AuthOptions>
{
    private const int LeastKeyLength = 32;

    /// <summary>Neither message repeats what was set: both are secrets.</summary>
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = new List<string>();
        if (options.HashKey is { Length: > 0 and < LeastKeyLength })
        {
            failures.Add($"{AuthOptions.Section}:{nameof(options.HashKey)} must have {LeastKeyLength} characters or more; it has {options.HashKey.Length}.");
        }

        if (options.Token is { Length: > 0 } token && (token.Length > TokenText.MaxLength || token.Any(character => character is <= ' ' or > '~')))
        {
            failures.Add(
                $"{AuthOptions.Section}:{nameof(options.Token)} must have at most {TokenText.MaxLength} characters, "
                + "all of them visible ASCII: it is sent in a header.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
