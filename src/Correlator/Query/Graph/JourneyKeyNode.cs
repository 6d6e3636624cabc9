using Correlator.Correlation;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

/// <summary>A key that a journey is known by.</summary>
[ObjectType<JourneyKey>(IgnoreProperties = [nameof(JourneyKey.TraceId)])]
internal static class JourneyKeyNode;
