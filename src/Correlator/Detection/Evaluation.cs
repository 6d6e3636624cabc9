namespace Correlator.Detection;

/// <summary>What a detector makes of one subject at one time.</summary>
internal sealed record Evaluation
{
    public required string Kind { get; init; }
    public required Subject Subject { get; init; }

    /// <summary>Above the threshold that opens a finding.</summary>
    public required bool IsTrouble { get; init; }

    /// <summary>Below the lower threshold that lets a finding close; between the two nothing changes.</summary>
    public required bool IsCalm { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>One sentence for a human.</summary>
    public required string Summary { get; init; }
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>Example journeys, the newest first.</summary>
    public IReadOnlyList<Guid> Journeys { get; init; } = [];

    /// <summary>When the trouble began.</summary>
    public required DateTime Since { get; init; }
}
