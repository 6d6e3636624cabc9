namespace Correlator.Detection;

/// <summary>A queue's dead letters in the window, and what metrics tell of the dead-letter queue now and at the window's beginning.</summary>
internal sealed record DeadLetterSample
{
    public required int QueueId { get; init; }
    public required string Name { get; init; }

    /// <summary>Messages dead-lettered in the window.</summary>
    public required long DeadLettered { get; init; }
    public double? Depth { get; init; }
    public double? DepthBefore { get; init; }

    /// <summary>Seconds.</summary>
    public double? OldestAge { get; init; }
    public string? Error { get; init; }
    public DateTime? First { get; init; }
    public Guid[] Journeys { get; init; } = [];
}
