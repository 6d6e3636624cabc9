using Correlator.Telemetry;

namespace Correlator.Correlation;

/// <summary>A message with the traces that have to do with it.</summary>
/// <param name="Traces">All traces that sighted or created it.</param>
/// <param name="JoinedTraces">Those that it joins: its origin, and consumers that received it alone.</param>
/// <param name="DueAt">When time alone changes what is said of it.</param>
internal sealed record ResolvedMessage(Message Message, IdSet Traces, IdSet JoinedTraces, DateTime? DueAt);
