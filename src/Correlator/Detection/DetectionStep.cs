using Microsoft.Extensions.Options;

namespace Correlator.Detection;

/// <summary>One evaluation of everything: samples to evaluations to changes of findings. A subject that is open and no longer sampled is calm.</summary>
internal sealed class DetectionStep(SampleStore samples, FindingStore findings, IOptions<DetectionOptions> options, TimeProvider time)
{
    public async Task RunAsync(int tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var from = now - options.Value.Window;
        var coldStarts = await samples.ColdStartsAsync(tenantId, from, now, cancellationToken);
        var retries = await samples.RetriesAsync(tenantId, from, now, cancellationToken);
        var deadLetters = await samples.DeadLettersAsync(tenantId, from, now, cancellationToken);
        var hotKeys = await samples.HotKeysAsync(tenantId, from, now, cancellationToken);
        Evaluation[] evaluations =
        [
            .. coldStarts.Select(sample => ColdStartDetector.Evaluate(sample, options.Value, now)),
            .. retries.Select(sample => RetryStormDetector.Evaluate(sample, options.Value, now)),
            .. deadLetters.Select(sample => DeadLetterDetector.Evaluate(sample, options.Value, now)),
            .. hotKeys.Select(sample => HotKeyDetector.Evaluate(sample, options.Value, now)),
        ];
        var open = (await findings.OpenAsync(tenantId, cancellationToken)).ToDictionary(finding => (finding.Kind, finding.SubjectKind, finding.SubjectId));
        foreach (var evaluation in evaluations)
        {
            open.Remove(Key(evaluation), out var finding);
            await findings.ApplyAsync(tenantId, Hysteresis.Decide(finding, evaluation, options.Value.CalmToClose), finding, evaluation, now, cancellationToken);
        }

        foreach (var finding in open.Values)
        {
            var quiet = Quiet(finding, now);
            await findings.ApplyAsync(tenantId, Hysteresis.Decide(finding, quiet, options.Value.CalmToClose), finding, quiet, now, cancellationToken);
        }
    }

    private static (string Kind, string SubjectKind, string SubjectId) Key(Evaluation evaluation) =>
        (evaluation.Kind, evaluation.Subject.Kind, evaluation.Subject.Id);

    private static Evaluation Quiet(Finding finding, DateTime now) => new()
    {
        Kind = finding.Kind,
        Subject = new Subject(finding.SubjectKind, finding.SubjectId, ""),
        IsTrouble = false,
        IsCalm = true,
        Severity = (Severity)finding.Severity,
        Summary = finding.Summary,
        Numbers = new Dictionary<string, double>(),
        Since = now,
    };
}
