using Correlator.GraphQL.Annotations;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Facts;

namespace Correlator.Query.Graph;

/// <summary>Which invocations. What is not given matches everything; of several values in a list one is enough.</summary>
internal sealed record InvocationFilterInput
{
    /// <summary>Started at or after it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before it.</summary>
    public DateTimeOffset? Until { get; init; }

    [ID<StoredFunction>]
    public IReadOnlyList<int>? FunctionIds { get; init; }

    /// <summary>Functions by name, in whatever service and environment.</summary>
    public IReadOnlyList<string>? Functions { get; init; }

    public IReadOnlyList<InvocationOutcome>? Outcomes { get; init; }

    /// <summary>Only those that started cold, or only those that did not.</summary>
    public bool? IsCold { get; init; }
}
