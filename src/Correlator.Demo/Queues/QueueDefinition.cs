namespace Correlator.Demo.Queues;

/// <summary>A queue, and when it gives a message up: after so many failed deliveries it moves to the dead-letter queue.</summary>
internal sealed record QueueDefinition(string Name, int MaxDeliveries)
{
    /// <summary>How long a received message stays hidden from others without being settled.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    public string DeadLetterQueue => Name + "-dlq";
}
