using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Facts;

/// <summary>Facts read back.</summary>
internal sealed class StoredFacts
{
    public List<Invocation> Invocations { get; } = [];
    public List<Sighting> Sightings { get; } = [];
    public List<TraceLink> Links { get; } = [];
    public List<JoinKey> Keys { get; } = [];

    public void Add(StoredFacts more)
    {
        Invocations.AddRange(more.Invocations);
        Sightings.AddRange(more.Sightings);
        Links.AddRange(more.Links);
        Keys.AddRange(more.Keys);
    }
}
