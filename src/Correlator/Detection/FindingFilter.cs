namespace Correlator.Detection;

/// <summary>Which findings to list. Absent conditions match everything.</summary>
internal sealed record FindingFilter
{
    /// <summary>Still open at that time or later.</summary>
    public DateTime? From { get; init; }

    /// <summary>Began before it.</summary>
    public DateTime? Until { get; init; }
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>About one of these: kinds and ids as in <see cref="Subject"/>.</summary>
    public IReadOnlyList<(string Kind, string Id)> Subjects { get; init; } = [];
    public Severity? MinSeverity { get; init; }
    public bool? IsOpen { get; init; }
}
