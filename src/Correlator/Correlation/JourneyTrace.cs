namespace Correlator.Correlation;

/// <param name="TraceId">The trace.</param>
/// <param name="IsShared">It received a batch and belongs to the journeys of all its messages.</param>
/// <param name="HasOwnJourney">It has an origin of its own; false for one that a batch alone set off.</param>
internal sealed record JourneyTrace(Guid TraceId, bool IsShared, bool HasOwnJourney = true);
