using Correlator.GraphQL.Annotations;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>What sent it: resource and scope.</summary>
[ObjectType<Resource>]
internal static class ResourceNode;
