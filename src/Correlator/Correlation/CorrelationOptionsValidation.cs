using Microsoft.Extensions.Options;

namespace Correlator.Correlation;

internal sealed class CorrelationOptionsValidation : IValidateOptions<CorrelationOptions>
{
    public ValidateOptionsResult Validate(string? name, CorrelationOptions options)
    {
        var failures = new List<string>();
        Require(options.LostAfter > TimeSpan.Zero, nameof(options.LostAfter), "must be longer than zero");
        Require(options.MaxTracesPerKey >= 2, nameof(options.MaxTracesPerKey), "must be at least 2");
        Require(options.HorizonDays is >= 1 and <= 365, nameof(options.HorizonDays), "must be between 1 and 365 days");
        Require(options.MaxBatches is >= 1 and <= 1000, nameof(options.MaxBatches), "must be between 1 and 1000");
        Require(options.MaxLag > TimeSpan.Zero, nameof(options.MaxLag), "must be longer than zero");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
            {
                failures.Add($"{CorrelationOptions.Section}:{key} {rule}.");
            }
        }
    }
}
