namespace Correlator.Correlation;

/// <summary>A key of one of a journey's traces, as people know it.</summary>
/// <param name="Joins">It joins traces; a business key only finds them.</param>
internal sealed record JourneyKey(Guid TraceId, string Name, string Value, bool Joins);
