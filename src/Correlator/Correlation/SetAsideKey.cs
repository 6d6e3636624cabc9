namespace Correlator.Correlation;

/// <summary>A key that joined too many traces and joins no longer.</summary>
internal sealed record SetAsideKey
{
    public required Guid KeyHash { get; init; }
    public required string Name { get; init; }
    public required string Value { get; init; }

    /// <summary>With how many traces it had been seen at least.</summary>
    public required int Traces { get; init; }
    public required DateTime SetAsideAt { get; init; }
}
