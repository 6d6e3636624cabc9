namespace Correlator.Correlation;

/// <summary>A message with the traces that have to do with it.</summary>
/// <param name="Traces">All traces that sighted it.</param>
/// <param name="JoinedTraces">Those that it joins: its publisher, and consumers that received it alone.</param>
internal sealed record ResolvedMessage(Message Message, IReadOnlySet<Guid> Traces, HashSet<Guid> JoinedTraces);
