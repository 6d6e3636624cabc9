namespace Correlator.Telemetry.Facts;

/// <summary>A correlation key seen with a trace.</summary>
internal readonly record struct JoinKey(Guid KeyHash, Guid TraceId, DateTime At = default);
