using System.Globalization;

namespace Correlator.Detection;

/// <summary>A correlation id that is no id: so many traces share its value that it joins nothing any more.</summary>
internal static class HotKeyDetector
{
    private const int MaxShown = 60;

    public static Evaluation Evaluate(HotKeySample sample, DetectionOptions options, DateTime now)
    {
        var isUsed = now - sample.LastSeenAt < options.Window;
        var value = sample.Value.Length > MaxShown ? sample.Value[..MaxShown] + "..." : sample.Value;
        return new Evaluation
        {
            Kind = FindingKind.HotKey,
            Subject = Subject.Key(sample.KeyHash, $"{sample.Name}={value}"),
            IsTrouble = isUsed,
            IsCalm = !isUsed,
            Severity = Severity.Warning,
            Summary = string.Create(
                CultureInfo.InvariantCulture,
                $"The {sample.Name} id '{value}' stands in {sample.Traces} traces or more: it is taken for a constant and joins them no longer."),
            Numbers = new Dictionary<string, double> { ["traces"] = sample.Traces },
            Journeys = sample.Journeys,
            Since = sample.SetAsideAt,
        };
    }
}
