using Correlator.Telemetry.Facts;

namespace Correlator.Storage;

/// <summary>Which invocations to list. Absent conditions match everything.</summary>
internal sealed record InvocationFilter
{
    /// <summary>Started at or after it.</summary>
    public DateTime? From { get; init; }

    /// <summary>Started before it.</summary>
    public DateTime? Until { get; init; }
    public IReadOnlyList<int> FunctionIds { get; init; } = [];
    public IReadOnlyList<InvocationOutcome> Outcomes { get; init; } = [];

    /// <summary>Only those that started cold, or only those that did not.</summary>
    public bool? IsCold { get; init; }
}
