namespace Correlator.Detection;

/// <summary>A queue's window: messages attempted in it, and all their attempts.</summary>
internal sealed record RetrySample
{
    public required int QueueId { get; init; }
    public required string Name { get; init; }
    public required long Messages { get; init; }
    public required long Attempts { get; init; }
    public required long MostAttempts { get; init; }

    /// <summary>Attempts per message in the hour before; 1 when there were none.</summary>
    public double Baseline { get; init; } = 1;
    public string? Error { get; init; }
    public DateTime? First { get; init; }
    public Guid[] Journeys { get; init; } = [];
}
