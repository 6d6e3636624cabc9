namespace Correlator.Telemetry.Facts;

/// <summary>What later stages need of a batch, found in one pass.</summary>
internal sealed class FactSet
{
    public List<InvocationFact> Invocations { get; } = [];
    public List<SightingFact> Sightings { get; } = [];
    public List<LinkFact> Links { get; } = [];
    public List<KeyFact> Keys { get; } = [];

    /// <summary>Records whose facts could not be found, or not all of them.</summary>
    public int FailedRecords { get; private set; }

    /// <summary>Why not, of the first of them.</summary>
    public Exception? FirstFailure { get; private set; }

    public bool IsEmpty => Invocations.Count + Sightings.Count + Links.Count + Keys.Count == 0;

    public void Failed(Exception exception)
    {
        FailedRecords++;
        FirstFailure ??= exception;
    }

    public void Clear()
    {
        FailedRecords = 0;
        FirstFailure = null;
        Invocations.Clear();
        Sightings.Clear();
        Links.Clear();
        Keys.Clear();
    }
}
