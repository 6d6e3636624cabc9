namespace Correlator.Correlation;

/// <summary>A journey that is to be resolved again because time has passed.</summary>
internal sealed record DueJourney(Guid JourneyId, DateTime StartedAt, DateTime EndedAt, Guid[] Traces);
