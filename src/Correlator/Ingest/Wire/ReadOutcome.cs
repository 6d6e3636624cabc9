namespace Correlator.Ingest.Wire;

/// <summary>What reading made of a request: records kept, records refused, and why the first ones were.</summary>
internal readonly record struct ReadOutcome(int Accepted, int Rejected, string? Reason)
{
    /// <summary>What was cut of the records that are kept.</summary>
    public LimitCuts Cuts { get; init; }
}
