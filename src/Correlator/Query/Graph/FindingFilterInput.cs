using Correlator.Detection;
using Correlator.GraphQL.Annotations;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

/// <summary>Which findings. What is not given matches everything; of several values in a list one is enough.</summary>
internal sealed record FindingFilterInput
{
    /// <summary>Open at that time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Such as `cold-start`, `retry-storm`, `dead-letter-growth` or `hot-key`.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>About one of these functions.</summary>
    [ID<StoredFunction>]
    public IReadOnlyList<int>? FunctionIds { get; init; }

    /// <summary>About one of these queues.</summary>
    [ID<StoredQueue>]
    public IReadOnlyList<int>? QueueIds { get; init; }

    public Severity? MinSeverity { get; init; }

    /// <summary>Only open ones, or only closed ones.</summary>
    public bool? IsOpen { get; init; }
}
