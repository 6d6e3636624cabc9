namespace Correlator.Telemetry.Facts;

/// <summary>
/// A correlation key seen with a trace: canonical name (<c>correlation</c>, <c>invocation</c>, or the business key's), value as canonicalised.
/// </summary>
/// <param name="Hash">SHA-256 of name, NUL and value, first 16 bytes: the key's identity.</param>
/// <param name="AtNano">When it was first seen, Unix nanoseconds.</param>
internal readonly record struct KeyFact(Guid Hash, TraceId TraceId, string Name, ReadOnlyMemory<byte> Value, KeyScope Scope, long AtNano);
