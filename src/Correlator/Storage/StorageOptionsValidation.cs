using Microsoft.Extensions.Options;

namespace Correlator.Storage;

internal sealed class StorageOptionsValidation : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        Require(options.GroupRecords is >= 1 and <= 1_000_000, nameof(options.GroupRecords), "must be between 1 and 1,000,000 records");
        Require(IsBetween(options.GroupDelay, TimeSpan.Zero, TimeSpan.FromSeconds(5)), nameof(options.GroupDelay), "must be between 0 and 5 seconds");
        Require(options.Lanes is >= 1 and <= 16, nameof(options.Lanes), "must be between 1 and 16");
        Require(options.MaxWaitingRequests >= 1, nameof(options.MaxWaitingRequests), "must be at least 1");
        Require(options.MaxWaitingBytes >= 1 << 20, nameof(options.MaxWaitingBytes), "must be at least 1 MiB (1048576)");
        Require(options.JournalMaxBytes >= 1 << 20, nameof(options.JournalMaxBytes), "must be at least 1 MiB (1048576)");
        Require(options.JournalMaxAge > TimeSpan.Zero, nameof(options.JournalMaxAge), "must be more than 0");
        Require(options.JournalPatience > TimeSpan.Zero, nameof(options.JournalPatience), "must be more than 0");
        Require(options.MaxFunctions is >= 1 and <= 1_000_000, nameof(options.MaxFunctions), "must be between 1 and 1,000,000 functions");
        Require(options.MaxQueues is >= 1 and <= 1_000_000, nameof(options.MaxQueues), "must be between 1 and 1,000,000 queues");
        Require(options.TraceRetentionDays is >= 1 and <= 3650, nameof(options.TraceRetentionDays), "must be between 1 and 3650 days");
        Require(options.LogRetentionDays is >= 1 and <= 3650, nameof(options.LogRetentionDays), "must be between 1 and 3650 days");
        Require(options.MetricRetentionDays is >= 1 and <= 3650, nameof(options.MetricRetentionDays), "must be between 1 and 3650 days");
        Require(options.ResultRetentionDays is >= 1 and <= 3650, nameof(options.ResultRetentionDays), "must be between 1 and 3650 days");
        Require(
            IsBetween(options.SealDelay, TimeSpan.FromMinutes(10), TimeSpan.FromDays(30)),
            nameof(options.SealDelay),
            "must be between 10 minutes and 30 days");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
            {
                failures.Add($"{StorageOptions.Section}:{key} {rule}.");
            }
        }
    }
}
