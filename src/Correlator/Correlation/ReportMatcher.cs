using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which platform reports are about one invocation: those of one request id that end together, and what tells of its start. What they tell is
/// added to the invocation's span when it came; otherwise the report that begins first stands for the invocation, or its start as long as nothing
/// tells of an end. The others are words about it and count no more. Of one set of rows the result is the same, in whatever order and however
/// often they came: values are joined by their greatest.
/// </summary>
internal static class ReportMatcher
{
    /// <summary>Lines about one start or end are written within a second; a platform tries a request again after some time (Lambda: a minute).</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(30);

    /// <summary>A span begins and ends inside what its platform measures; their clocks are those of one machine, log lines are dated a little later.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>What an invocation may take: Lambda's limit.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>A request that its platform tries again has a dozen. An id of more rows is a constant, and tells nothing of what belongs together.</summary>
    private const int MaxWords = 1_000;

    /// <param name="invocations">Of each request that has reports all that is known.</param>
    /// <returns>How those that are to change were, and are to be.</returns>
    public static IReadOnlyList<(Invocation Before, Invocation After)> Match(IEnumerable<Invocation> invocations)
    {
        var changes = new List<(Invocation, Invocation)>();
        var requests = invocations
            .Where(invocation => invocation is { InvocationId.Length: > 0, IsInit: false })
            .GroupBy(invocation => invocation.InvocationId)
            .Where(request => request.Count() <= MaxWords);
        foreach (var request in requests)
        {
            var starts = Groups(request.Where(invocation => invocation.IsStart), start => start.StartedAt);
            var spans = request.Where(invocation => !invocation.IsReport).OrderBy(span => span.StartedAt).ThenBy(span => span.SpanId).ToArray();
            foreach (var ends in Groups(request.Where(invocation => invocation is { IsReport: true, IsStart: false }), report => report.EndedAt))
            {
                var (from, until) = (ends.Min(report => report.StartedAt), ends.Max(report => report.EndedAt));
                var start = StartOf(starts, ends, from, until);
                starts.Remove(start);
                var span = Array.Find(spans, span => span.StartedAt <= until + Slack && span.EndedAt >= from - Slack);
                spans = [.. spans.Where(other => other != span)];
                changes.AddRange(Tell(span ?? First(ends), [.. ends, .. start]));
            }

            foreach (var start in starts)
            {
                var span = Array.Find(spans, span => span.StartedAt >= start[0].StartedAt - Slack && span.StartedAt <= start[^1].StartedAt + Together);
                spans = [.. spans.Where(other => other != span)];
                changes.AddRange(Tell(span ?? First(start), start));
            }
        }

        return changes.FindAll(change => change.Item1 != change.Item2);
    }

    /// <summary>Words that were told within one time of each other.</summary>
    private static List<Invocation[]> Groups(IEnumerable<Invocation> words, Func<Invocation, DateTime> at)
    {
        var groups = new List<Invocation[]>();
        foreach (var word in words.OrderBy(at).ThenBy(word => word.StartedAt).ThenBy(word => word.SpanId))
        {
            if (groups.Count > 0 && at(word) - at(groups[^1][^1]) <= Together)
            {
                groups[^1] = [.. groups[^1], word];
            }
            else
            {
                groups.Add([word]);
            }
        }

        return groups;
    }

    /// <summary>The last start before an end that no earlier end has; and the one that the end's duration tells of, where it tells one.</summary>
    private static Invocation[] StartOf(List<Invocation[]> starts, Invocation[] ends, DateTime from, DateTime until)
    {
        var earliest = ends.Any(report => report.DurationMicros > 0) ? from - Slack : until - Longest - Slack;
        return starts.FindLast(start => start[0].StartedAt <= until + Slack && start[^1].StartedAt >= earliest) ?? [];
    }

    private static Invocation First(Invocation[] words) => words.MinBy(word => (word.StartedAt, word.SpanId))!;

    private static IEnumerable<(Invocation Before, Invocation After)> Tell(Invocation chief, Invocation[] words)
    {
        yield return (chief, Joined(chief, words) with { Trigger = chief.IsReport ? "" : chief.Trigger });
        foreach (var word in words.Where(word => word != chief))
        {
            yield return (word, word with { Trigger = Invocation.ReportTrigger });
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
