using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which platform reports are about one invocation: those of one request id that end together. What they tell is added to the invocation's span when it
/// came; otherwise the report that begins first stands for the invocation. The others are words about it and count no more. Of one set of rows the result is the same, in
/// whatever order and however often they came: values are joined by their greatest.
/// </summary>
internal static class ReportMatcher
{
    /// <summary>Lines about one end are written within a second; a platform tries a request again after some time (Lambda: a minute).</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(30);

    /// <summary>A span begins and ends inside what its platform measures; their clocks are those of one machine, log lines are dated a little later.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <param name="invocations">Of each request that has reports all that is known.</param>
    /// <returns>How those that are to change were, and are to be.</returns>
    public static IReadOnlyList<(Invocation Before, Invocation After)> Match(IEnumerable<Invocation> invocations)
    {
        var changes = new List<(Invocation, Invocation)>();
        foreach (var request in invocations.Where(invocation => invocation is { InvocationId.Length: > 0, IsInit: false }).GroupBy(invocation => invocation.InvocationId))
        {
            var reports = request.Where(invocation => invocation.IsReport).OrderBy(report => report.EndedAt).ThenBy(report => report.StartedAt).ThenBy(report => report.SpanId).ToArray();
            var spans = request.Where(invocation => !invocation.IsReport).OrderBy(span => span.StartedAt).ThenBy(span => span.SpanId).ToArray();
            for (var from = 0; from < reports.Length;)
            {
                var until = from + 1;
                while (until < reports.Length && reports[until].EndedAt - reports[until - 1].EndedAt <= Together)
                {
                    until++;
                }

                changes.AddRange(Tell(reports[from..until], spans).Where(change => change.Before != change.After));
                from = until;
            }
        }

        return changes;
    }

    private static IEnumerable<(Invocation Before, Invocation After)> Tell(Invocation[] reports, Invocation[] spans)
    {
        var (start, end) = (reports.Min(report => report.StartedAt), reports.Max(report => report.EndedAt));
        var span = Array.Find(spans, span => span.StartedAt <= end + Slack && span.EndedAt >= start - Slack);
        var chief = span ?? reports.MinBy(report => (report.StartedAt, report.SpanId))!;
        yield return (chief, Joined(chief, reports) with { Trigger = chief.IsReport ? "" : chief.Trigger });
        foreach (var report in reports.Where(report => report != chief))
        {
            yield return (report, report with { Trigger = Invocation.ReportTrigger });
        }
    }

    private static Invocation Joined(Invocation chief, Invocation[] reports)
    {
        var worst = reports.OrderByDescending(report => Rank(report.Outcome)).ThenBy(report => report.StartedAt).ThenBy(report => report.SpanId).First();
        var isWorse = Rank(worst.Outcome) > Rank(chief.Outcome);
        var init = reports.Max(report => report.InitMicros);
        return chief with
        {
            Outcome = isWorse ? worst.Outcome : chief.Outcome,
            ErrorSignature = isWorse ? worst.ErrorSignature : chief.ErrorSignature,
            DurationMicros = chief.IsReport ? reports.Max(report => report.DurationMicros) : chief.DurationMicros,
            InitMicros = init > 0 ? init : chief.InitMicros,
            ColdStart = init > 0 && chief.ColdStart != ColdStart.Explicit ? ColdStart.InitEvent : chief.ColdStart,
            BilledMicros = Math.Max(chief.BilledMicros, reports.Max(report => report.BilledMicros)),
            MemoryBytes = Math.Max(chief.MemoryBytes, reports.Max(report => report.MemoryBytes)),
            MemoryUsedBytes = Math.Max(chief.MemoryUsedBytes, reports.Max(report => report.MemoryUsedBytes)),
        };
    }

    private static int Rank(InvocationOutcome outcome) => outcome == InvocationOutcome.Unknown ? -1 : (int)outcome;
}
