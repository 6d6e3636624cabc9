using Microsoft.Extensions.Options;

namespace Correlator.Storage.Tenants;

internal sealed class LimitsOptionsValidation : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var failures = new List<string>();
        (string Key, long Value)[] limits =
        [
            (nameof(options.RequestsPerSecond), options.RequestsPerSecond),
            (nameof(options.BytesPerSecond), options.BytesPerSecond),
            (nameof(options.BytesPerMonth), options.BytesPerMonth),
        ];
        foreach (var (key, value) in limits)
        {
            if (value < 0)
            {
                failures.Add($"{LimitsOptions.Section}:{key} must be 0 (no limit) or more; it is {value}.");
            }
        }

        if (options.Burst < TimeSpan.FromSeconds(1) || options.Burst > TimeSpan.FromHours(1))
        {
            failures.Add($"{LimitsOptions.Section}:{nameof(options.Burst)} must lie between 00:00:01 and 01:00:00; it is {options.Burst:c}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
