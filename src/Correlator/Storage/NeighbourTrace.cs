namespace Correlator.Storage;

/// <param name="InBatch">It is reached through a batch receive, which joins nothing.</param>
internal readonly record struct NeighbourTrace(Guid TraceId, bool InBatch);
