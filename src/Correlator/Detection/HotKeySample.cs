namespace Correlator.Detection;

/// <summary>A correlation key that was set aside because it joined too many traces.</summary>
internal sealed record HotKeySample
{
    public required Guid KeyHash { get; init; }

    /// <summary>The key's canonical name, as <c>correlation</c>.</summary>
    public required string Name { get; init; }
    public required string Value { get; init; }

    /// <summary>Traces that had it when it was set aside.</summary>
    public required int Traces { get; init; }
    public required DateTime SetAsideAt { get; init; }

    /// <summary>When it came last, to some seconds.</summary>
    public required DateTime LastSeenAt { get; init; }
    public Guid[] Journeys { get; init; } = [];
}
