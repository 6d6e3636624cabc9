using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>Which invocations are the first of their instance.</summary>
/// <param name="First">The first ones.</param>
/// <param name="Displaced">Those that counted as first until an earlier one came to light.</param>
internal sealed record InstanceFirsts(IReadOnlySet<SpanRef> First, IReadOnlySet<SpanRef> Displaced)
{
    public static InstanceFirsts None { get; } = new(new HashSet<SpanRef>(), new HashSet<SpanRef>());

    /// <summary>Marked in two steps: what the second displaced is first no longer, and what any displaced stays so.</summary>
    public InstanceFirsts And(InstanceFirsts later) => new(
        First.Concat(later.First).Except(later.Displaced).ToHashSet(),
        Displaced.Concat(later.Displaced).ToHashSet());

    /// <summary>Only invocations that say nothing of their start themselves.</summary>
    public IReadOnlyList<Invocation> Apply(IReadOnlyList<Invocation> invocations)
    {
        return [.. invocations.Select(invocation => IsFirst(invocation) ? invocation with { ColdStart = ColdStart.InitEvent } : invocation)];

        bool IsFirst(Invocation invocation) =>
            invocation.ColdStart == ColdStart.Unsaid && First.Contains(invocation.Ref);
    }
}
