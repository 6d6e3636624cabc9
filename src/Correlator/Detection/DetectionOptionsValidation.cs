using Microsoft.Extensions.Options;

namespace Correlator.Detection;

internal sealed class DetectionOptionsValidation : IValidateOptions<DetectionOptions>
{
    public ValidateOptionsResult Validate(string? name, DetectionOptions options)
    {
        var failures = new List<string>();
        Require(options.Period > TimeSpan.Zero, nameof(options.Period), "must be longer than zero");
        Require(options.Window >= TimeSpan.FromMinutes(1), nameof(options.Window), "must be at least a minute, the unit of rollups");
        Require(options.CalmToClose >= 1, nameof(options.CalmToClose), "must be at least 1");
        Require(options.ColdStartShare is > 0 and <= 1, nameof(options.ColdStartShare), "must be above 0 and at most 1");
        Require(options.ColdStartCount >= 1, nameof(options.ColdStartCount), "must be at least 1");
        Require(options.RetryAmplification > 1, nameof(options.RetryAmplification), "must be above 1: one attempt per message is normal");
        Require(options.RetryCount >= 1, nameof(options.RetryCount), "must be at least 1");
        Require(options.DeadLetters >= 1, nameof(options.DeadLetters), "must be at least 1");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
            {
                failures.Add($"{DetectionOptions.Section}:{key} {rule}.");
            }
        }
    }
}
