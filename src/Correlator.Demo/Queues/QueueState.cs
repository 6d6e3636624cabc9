namespace Correlator.Demo.Queues;

/// <param name="Depth">Messages that lie there.</param>
/// <param name="OldestAge">Null when the broker does not tell.</param>
internal readonly record struct QueueState(long Depth, TimeSpan? OldestAge);
