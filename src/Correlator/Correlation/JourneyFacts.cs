using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>The facts that journeys are made of. Rows that stand twice, or in another order, make no difference.</summary>
internal sealed record JourneyFacts
{
    public IReadOnlyList<Invocation> Invocations { get; init; } = [];
    public IReadOnlyList<Sighting> Sightings { get; init; } = [];
    public IReadOnlyList<TraceLink> Links { get; init; } = [];

    /// <summary>Keys that join; those set aside are not here.</summary>
    public IReadOnlyList<JoinKey> Keys { get; init; } = [];

    /// <summary>Queues that are dead-letter queues.</summary>
    public IReadOnlySet<int> DeadLetterQueues { get; init; } = new HashSet<int>();

    /// <summary>Queues of systems in which every copy of a message has an id of its own (SQS): one id on two of them is one message that was moved.</summary>
    public IReadOnlySet<int> QueuesWithOwnIds { get; init; } = new HashSet<int>();
}
