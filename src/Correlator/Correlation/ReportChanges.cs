using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>What platform reports change of stored rows.</summary>
internal sealed class ReportChanges(IReadOnlyList<(Invocation Before, Invocation After)> changes)
{
    private readonly Dictionary<(SpanRef, DateTime), Invocation> _after = changes.ToDictionary(change => Row(change.Before), change => change.After);

    /// <summary>The traces whose journeys are told otherwise by them.</summary>
    public IEnumerable<Guid> Traces => changes.Where(change => !IsQuiet(change)).Select(change => change.After.TraceId);

    /// <summary>What is billed and the memory used are kept with the invocation, and no journey changes by them.</summary>
    public IEnumerable<(Invocation Before, Invocation After)> Quiet => changes.Where(IsQuiet);

    public static bool IsQuiet((Invocation Before, Invocation After) change)
    {
        var (before, after) = change;
        return before with { BilledMicros = after.BilledMicros, MemoryBytes = after.MemoryBytes, MemoryUsedBytes = after.MemoryUsedBytes } == after;
    }

    public Invocation Of(Invocation row) => _after.GetValueOrDefault(Row(row), row);

    private static (SpanRef, DateTime) Row(Invocation row) => (row.Ref, row.StartedAt);
}
