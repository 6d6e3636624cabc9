using Microsoft.Extensions.Options;

namespace Correlator.Query;

internal sealed class QueryOptionsValidation : IValidateOptions<QueryOptions>
{
    public ValidateOptionsResult Validate(string? name, QueryOptions options)
    {
        var failures = new List<string>();
        if (options.LogsPerSpan < 0)
        {
            failures.Add($"{QueryOptions.Section}:{nameof(options.LogsPerSpan)} must not be negative; it is {options.LogsPerSpan}.");
        }

        if (options.SlowJourney <= TimeSpan.Zero)
        {
            failures.Add($"{QueryOptions.Section}:{nameof(options.SlowJourney)} must be longer than zero; it is {options.SlowJourney:c}.");
        }

        if (options.MaxCost < 1)
        {
            failures.Add($"{QueryOptions.Section}:{nameof(options.MaxCost)} must be at least 1; it is {options.MaxCost}.");
        }

        if (options.Timeout <= TimeSpan.Zero)
        {
            failures.Add($"{QueryOptions.Section}:{nameof(options.Timeout)} must be longer than zero; it is {options.Timeout:c}.");
        }

        if (options.MaxSubscriptions < 0)
        {
            failures.Add($"{QueryOptions.Section}:{nameof(options.MaxSubscriptions)} must not be negative; it is {options.MaxSubscriptions}.");
        }

        failures.AddRange(options.Origins.Where(origin => !IsOrigin(origin)).Select(
            origin => $"{QueryOptions.Section}:{nameof(options.Origins)} must hold origins such as https://shop.example, without a path; one is '{origin}'."));
        failures.AddRange(options.Hosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown).Select(
            host => $"{QueryOptions.Section}:{nameof(options.Hosts)} must hold names such as correlator.example, without a port; one is '{host}'."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text;
}
