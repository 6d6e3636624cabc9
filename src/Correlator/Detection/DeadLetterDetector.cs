using System.Globalization;

namespace Correlator.Detection;

/// <summary>Messages end in a dead-letter queue, seen by their spans or by the queue's own depth.</summary>
internal static class DeadLetterDetector
{
    public static Evaluation Evaluate(DeadLetterSample sample, DetectionOptions options, DateTime now)
    {
        var growth = sample.Depth is { } depth && sample.DepthBefore is { } before ? depth - before : 0;
        var known = Math.Max(sample.DeadLettered, Math.Max(0, growth));
        var ageText = sample.OldestAge is { } age ? string.Create(CultureInfo.InvariantCulture, $", the oldest for {age:0} s") : "";
        var depthText = sample.Depth switch
        {
            null => "",
            0 => "; none lies there now",
            { } held => string.Create(CultureInfo.InvariantCulture, $"; {held:0} lie there{ageText}"),
        };
        var errorText = string.IsNullOrEmpty(sample.Error) ? "" : $"; last error: {sample.Error.TrimEnd('.')}";
        var noun = known == 1 ? "message was" : "messages were";
        return new Evaluation
        {
            Kind = FindingKind.DeadLetterGrowth,
            Subject = Subject.Queue(sample.QueueId, sample.Name),
            IsTrouble = known >= options.DeadLetters,
            IsCalm = known == 0,
            Severity = growth > 0 || sample.DeadLettered >= 10 * options.DeadLetters ? Severity.Critical : Severity.Warning,
            Summary = string.Create(CultureInfo.InvariantCulture, $"{sample.Name}: {known:0} {noun} dead-lettered{depthText}{errorText}."),
            Numbers = new Dictionary<string, double>
            {
                ["deadLettered"] = sample.DeadLettered,
                ["depth"] = sample.Depth ?? 0,
                ["growth"] = growth,
                ["oldestAgeSeconds"] = sample.OldestAge ?? 0,
            },
            Journeys = sample.Journeys,
            Since = sample.First ?? now,
        };
    }
}
