using Correlator.GraphQL.Annotations;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>A reference from a span to one of another trace.</summary>
[ObjectType<SpanLink>(IgnoreProperties = [nameof(SpanLink.TraceId), nameof(SpanLink.SpanId), nameof(SpanLink.Flags)])]
internal static class SpanLinkNode
{
    public static TraceView GetTrace([Parent] SpanLink link) => new(link.TraceId.ToGuid());

    /// <summary>16 hex digits.</summary>
    public static string GetSpanId([Parent] SpanLink link) => link.SpanId.ToString();
}
