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

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
