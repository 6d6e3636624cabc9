namespace Correlator.Correlation;

/// <summary>A message as part of a journey.</summary>
internal readonly record struct MessageRef(Guid MessageKey, JourneyRef Journey);
