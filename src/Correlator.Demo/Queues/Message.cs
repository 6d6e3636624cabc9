namespace Correlator.Demo.Queues;

/// <summary>A message on its way. Headers carry what instrumentation adds: the trace context and the correlation id.</summary>
internal sealed record Message(string MessageId, string Body, IReadOnlyDictionary<string, string> Headers, DateTimeOffset SentAt);
