using System.Globalization;

namespace Correlator.Detection;

/// <summary>Messages of a queue are attempted again and again: load grows while work does not get done.</summary>
internal static class RetryStormDetector
{
    public static Evaluation Evaluate(RetrySample sample, DetectionOptions options, DateTime now)
    {
        var amplification = sample.Messages == 0 ? 1 : (double)sample.Attempts / sample.Messages;
        var retries = sample.Attempts - sample.Messages;
        var errorText = string.IsNullOrEmpty(sample.Error) ? "" : $", mostly: {sample.Error.TrimEnd('.')}";
        return new Evaluation
        {
            Kind = FindingKind.RetryStorm,
            Subject = Subject.Queue(sample.QueueId, sample.Name),
            IsTrouble = retries >= options.RetryCount && amplification >= options.RetryAmplification,
            IsCalm = retries < options.RetryCount || amplification < 1 + ((options.RetryAmplification - 1) / 2),
            Severity = amplification >= 2 * options.RetryAmplification ? Severity.Critical : Severity.Warning,
            Summary = string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.Name}: {sample.Attempts} attempts for {sample.Messages} messages "
                + $"({amplification:0.0} each, {sample.Baseline:0.0} before; at most {sample.MostAttempts}){errorText}."),
            Numbers = new Dictionary<string, double>
            {
                ["messages"] = sample.Messages,
                ["attempts"] = sample.Attempts,
                ["retries"] = retries,
                ["amplification"] = amplification,
                ["baseline"] = sample.Baseline,
                ["mostAttempts"] = sample.MostAttempts,
            },
            Journeys = sample.Journeys,
            Since = sample.First ?? now,
        };
    }
}
