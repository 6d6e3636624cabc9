using System.Globalization;

namespace Correlator.Detection;

/// <summary>Too many of a function's invocations start cold, and how much of its p99 that explains.</summary>
internal static class ColdStartDetector
{
    public static Evaluation Evaluate(ColdStartSample sample, DetectionOptions options, DateTime now)
    {
        var share = sample.Invocations == 0 ? 0 : (double)sample.ColdStarts / sample.Invocations;
        var explained = sample.P99 <= 0 ? 0 : Math.Clamp((sample.P99 - sample.WarmP99) / sample.P99, 0, 1);
        return new Evaluation
        {
            Kind = FindingKind.ColdStart,
            Subject = Subject.Function(sample.FunctionId, sample.Name),
            IsTrouble = sample.ColdStarts >= options.ColdStartCount && share >= options.ColdStartShare,
            IsCalm = sample.ColdStarts < options.ColdStartCount || share < options.ColdStartShare / 2,
            Severity = explained >= 0.5 ? Severity.Warning : Severity.Info,
            Summary = string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.Name}: {sample.ColdStarts} of {sample.Invocations} invocations started cold ({share:P0}); "
                + $"init takes {sample.InitMicros / 1000:0} ms and explains {explained:P0} of the p99 of {sample.P99 / 1000:0} ms."),
            Numbers = new Dictionary<string, double>
            {
                ["invocations"] = sample.Invocations,
                ["coldStarts"] = sample.ColdStarts,
                ["share"] = share,
                ["initMs"] = sample.InitMicros / 1000,
                ["p99Ms"] = sample.P99 / 1000,
                ["p99WarmMs"] = sample.WarmP99 / 1000,
                ["p99Explained"] = explained,
            },
            Journeys = sample.Journeys,
            Since = sample.First ?? now,
        };
    }
}
