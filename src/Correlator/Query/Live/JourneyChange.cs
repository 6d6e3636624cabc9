using Correlator.Correlation;

namespace Correlator.Query.Live;

/// <summary>A journey that was resolved, anew or for the first time.</summary>
/// <param name="Formerly">Ids of journeys that are part of this one now.</param>
internal sealed record JourneyChange(JourneySummary Journey, IReadOnlyList<Guid> Formerly);
