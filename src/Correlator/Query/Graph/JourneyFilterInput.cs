using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

/// <summary>Which journeys. What is not given matches everything; of several values in a list one is enough.</summary>
internal sealed record JourneyFilterInput
{
    /// <summary>Started at or after it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before it.</summary>
    public DateTimeOffset? Until { get; init; }

    public IReadOnlyList<JourneyStatus>? Statuses { get; init; }

    /// <summary>Functions that took part, by id.</summary>
    [ID<StoredFunction>]
    public IReadOnlyList<int>? FunctionIds { get; init; }

    /// <summary>Functions that took part, by name, in whatever service and environment.</summary>
    public IReadOnlyList<string>? Functions { get; init; }

    /// <summary>Queues that its messages went through, by id.</summary>
    [ID<StoredQueue>]
    public IReadOnlyList<int>? QueueIds { get; init; }

    /// <summary>Queues that its messages went through, by destination, in whatever system.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>A correlation or business key that one of its traces has.</summary>
    public KeyInput? Key { get; init; }
}
