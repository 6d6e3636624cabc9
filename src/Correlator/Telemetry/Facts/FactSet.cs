namespace Correlator.Telemetry.Facts;

/// <summary>What later stages need of the batches of one commit, found in one pass. Duplicates within the commit are already removed.</summary>
internal sealed class FactSet
{
    public List<InvocationFact> Invocations { get; } = [];
    public List<SightingFact> Sightings { get; } = [];
    public List<LinkFact> Links { get; } = [];
    public List<KeyFact> Keys { get; } = [];

    public void Clear()
    {
        Invocations.Clear();
        Sightings.Clear();
        Links.Clear();
        Keys.Clear();
    }
}
