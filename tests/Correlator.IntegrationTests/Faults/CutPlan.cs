namespace Correlator.IntegrationTests.Faults;

/// <summary>How long a connection lives: for ever, unless something is said.</summary>
internal sealed record CutPlan
{
    /// <summary>Bytes from the client that still pass.</summary>
    public long? AfterBytesToServer { get; init; }

    /// <summary>Bytes from the server that still pass; all that the client sends passes.</summary>
    public long? AfterBytesToClient { get; init; }

    /// <summary>The last commit that passes; its answer, which says that it is done, does not.</summary>
    public int? AfterCommits { get; init; }
}
