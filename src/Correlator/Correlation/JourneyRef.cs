namespace Correlator.Correlation;

/// <summary>A journey and the day it started on, by which its parts are found without looking into every day.</summary>
internal readonly record struct JourneyRef(Guid JourneyId, DateOnly StartedOn);
