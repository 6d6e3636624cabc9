using Correlator.Correlation;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

/// <summary>What was counted of a queue over some time, and what its metrics told last.</summary>
[ObjectType<QueueNumbers>(IgnoreProperties = [nameof(QueueNumbers.OldestAgeS)])]
internal static class QueueNumbersNode
{
    /// <summary>Age of the oldest message, the last that a metric told; null when none came.</summary>
    public static double? GetOldestAgeSeconds([Parent] QueueNumbers numbers) => numbers.OldestAgeS;
}
