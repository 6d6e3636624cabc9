namespace Correlator.Storage;

/// <summary>A trace, and between which times to look for what belongs to it.</summary>
internal sealed record TraceRange(Guid TraceId, DateTime From, DateTime Until);
