namespace Correlator.Detection;

/// <summary>A finding as stored.</summary>
internal sealed record Finding
{
    public required Guid FindingId { get; init; }
    public required string Kind { get; init; }
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    public required short Severity { get; init; }
    public required DateTime Since { get; init; }
    public DateTime? Until { get; init; }

    /// <summary>When it was last evaluated.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>Calm evaluations in a row.</summary>
    public int Calm { get; init; }
    public required string Summary { get; init; }
    public required string Numbers { get; init; }
    public Guid[] Journeys { get; init; } = [];
}
