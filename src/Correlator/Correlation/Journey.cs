using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>Everything that one originating event caused. Times are UTC; ids are those of the telemetry.</summary>
internal sealed record Journey
{
    /// <summary>The smallest id of its own traces: the same whatever came first.</summary>
    public required Guid JourneyId { get; init; }
    public required JourneyStatus Status { get; init; }
    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }

    /// <summary>When time alone changes the status; null when nothing is awaited.</summary>
    public DateTime? DueAt { get; init; }
    public int? RootFunctionId { get; init; }
    public required IReadOnlyList<JourneyTrace> Traces { get; init; }
    public required IReadOnlyList<Invocation> Invocations { get; init; }
    public required IReadOnlyList<Message> Messages { get; init; }

    public int Errors => Invocations.Count(invocation => invocation.Outcome is not (InvocationOutcome.Ok or InvocationOutcome.Unknown));

    public int ColdStarts => Invocations.Count(invocation => invocation.IsCold);

    public int Attempts => Messages.Sum(message => message.Attempts.Count);
}
