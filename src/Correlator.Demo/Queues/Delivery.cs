namespace Correlator.Demo.Queues;

/// <summary>One delivery of a message to one consumer, which must settle it.</summary>
/// <param name="Tag">Names the delivery to its consumer.</param>
/// <param name="Count">1 for the first.</param>
internal sealed record Delivery(Message Message, ulong Tag, int Count);
