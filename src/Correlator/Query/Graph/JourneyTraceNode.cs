using Correlator.Correlation;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

/// <summary>A trace as part of a journey.</summary>
[ObjectType<JourneyTrace>(IgnoreProperties = [nameof(JourneyTrace.TraceId), nameof(JourneyTrace.HasOwnJourney)])]
internal static class JourneyTraceNode
{
    public static TraceView GetTrace([Parent] JourneyTrace trace) => new(trace.TraceId);
}
