namespace Correlator.Ingest.Wire;

/// <summary>How often a request was cut to its limits; its records are kept.</summary>
/// <param name="Length">Values, names and bodies longer than allowed.</param>
/// <param name="Count">Attributes, events, links and exemplars left out.</param>
/// <param name="Depth">Arrays and maps nested deeper than allowed, which became null.</param>
internal readonly record struct LimitCuts(int Length, int Count, int Depth);
