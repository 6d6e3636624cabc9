using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Facts;

/// <summary>Facts read back.</summary>
internal sealed class StoredFacts
{
    public List<Invocation> Invocations { get; } = [];
    public List<Sighting> Sightings { get; } = [];
    public List<TraceLink> Links { get; } = [];
    public List<JoinKey> Keys { get; } = [];

    /// <summary>Room for the facts of so many more traces as most have: an invocation and a key.</summary>
    public void Expect(int traces)
    {
        Invocations.EnsureCapacity(Invocations.Count + traces);
        Keys.EnsureCapacity(Keys.Count + traces);
    }
}
