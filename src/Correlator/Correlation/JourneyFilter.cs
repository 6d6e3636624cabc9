namespace Correlator.Correlation;

/// <summary>Which journeys to list. Absent conditions match everything.</summary>
internal sealed record JourneyFilter
{
    /// <summary>Started at or after it.</summary>
    public DateTime? From { get; init; }

    /// <summary>Started before it.</summary>
    public DateTime? Until { get; init; }
    public IReadOnlyList<JourneyStatus> Statuses { get; init; } = [];

    /// <summary>One of them took part.</summary>
    public IReadOnlyList<int> FunctionIds { get; init; } = [];

    /// <summary>A message went through one of them.</summary>
    public IReadOnlyList<int> QueueIds { get; init; } = [];

    /// <summary>One of its traces has one of these keys (hashes of name and value); null when keys do not matter.</summary>
    public IReadOnlyList<Guid>? Keys { get; init; }
}
