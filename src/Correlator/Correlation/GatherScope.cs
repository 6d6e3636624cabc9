namespace Correlator.Correlation;

/// <summary>Where gathering begins.</summary>
/// <param name="Seeds">The traces whose journeys are to be resolved.</param>
/// <param name="News">Those of them that have new facts.</param>
/// <param name="From">No parts are looked for before this, but those of journeys that stand.</param>
/// <param name="Until">Nor from this on.</param>
internal sealed record GatherScope(IReadOnlyCollection<Guid> Seeds, IReadOnlySet<Guid> News, DateTime From, DateTime Until);
