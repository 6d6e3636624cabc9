using Correlator.GraphQL.Annotations;
using Correlator.Storage;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>Something that happened during a span.</summary>
[ObjectType<SpanEvent>(IgnoreProperties = [nameof(SpanEvent.TimeNano)])]
internal static class SpanEventNode
{
    public static DateTime GetAt([Parent] SpanEvent happened) => UnixTime.ToDateTime(happened.TimeNano);

    /// <summary>Unix nanoseconds, all of them.</summary>
    public static long GetAtNano([Parent] SpanEvent happened) => happened.TimeNano;
}
