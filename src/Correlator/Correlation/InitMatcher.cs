using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Which invocation an init belongs to: the one with its request id, else the one of its trace, else the first of its function (and instance) right after it.
/// </summary>
internal static class InitMatcher
{
    /// <summary>A report is written after its invocation, which may take 15 minutes.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(20);

    /// <summary>On demand, an init is followed by the invocation that caused it at once; clocks of one sandbox agree.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    /// <summary>Init times in microseconds by invocation.</summary>
    public static IReadOnlyDictionary<SpanRef, long> Match(
        IReadOnlyCollection<Invocation> inits,
        IReadOnlyCollection<Invocation> candidates)
    {
        var byFunction = candidates.Where(candidate => !candidate.IsInit).ToLookup(candidate => candidate.FunctionId);
        var matched = new Dictionary<SpanRef, long>();
        var taken = new HashSet<SpanRef>();

        // Reports first: they are exact, and of two words about one start theirs counts.
        foreach (var init in inits.OrderByDescending(init => init.InvocationId.Length > 0).ThenBy(init => init.StartedAt).ThenBy(init => init.SpanId))
        {
            var near = byFunction[init.FunctionId].Where(candidate => (candidate.StartedAt - init.StartedAt).Duration() <= Reach);
            var invocation = init.InvocationId.Length > 0
                ? Earliest(near.Where(candidate => candidate.InvocationId == init.InvocationId))
                : Earliest(near.Where(candidate => candidate.TraceId == init.TraceId))
                    ?? Earliest(near.Where(candidate => Follows(candidate, init) && !taken.Contains(candidate.Ref)));
            if (invocation is null)
            {
                continue;
            }

            matched.TryAdd(invocation.Ref, init.InitMicros);
            if (init.InvocationId.Length == 0)
            {
                taken.Add(invocation.Ref);
            }
        }

        return matched;
    }

    private static bool Follows(Invocation candidate, Invocation init) =>
        (candidate.Instance.Length == 0 || init.Instance.Length == 0 || candidate.Instance == init.Instance)
        && candidate.StartedAt >= init.EndedAt - Gap && candidate.StartedAt <= init.EndedAt + Gap;

    private static Invocation? Earliest(IEnumerable<Invocation> invocations) => invocations
        .OrderBy(invocation => invocation.StartedAt)
        .ThenBy(invocation => invocation.SpanId)
        .FirstOrDefault();
}
