namespace Correlator.Storage.Facts;

/// <param name="InBatch">It is reached through a batch receive, which joins nothing.</param>
/// <param name="MessageKey">The message that it is reached by; empty when it is reached by a context or a link, or the message has no id.</param>
internal readonly record struct NeighbourTrace(Guid TraceId, bool InBatch, Guid MessageKey = default);
