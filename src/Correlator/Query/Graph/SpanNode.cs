using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>A span as it was sent.</summary>
[ObjectType<Span>(IgnoreProperties = [
    nameof(Span.TraceId),
    nameof(Span.SpanId),
    nameof(Span.ParentSpanId),
    nameof(Span.FunctionId),
    nameof(Span.Flags),
    nameof(Span.Dropped),
    nameof(Span.StartNano),
    nameof(Span.EndNano)])]
internal static class SpanNode
{
    /// <summary>16 hex digits.</summary>
    public static string GetSpanId([Parent] Span span) => span.SpanId.ToString();

    /// <summary>16 hex digits; null for a root.</summary>
    public static string? GetParentSpanId([Parent] Span span) => span.ParentSpanId.IsZero ? null : span.ParentSpanId.ToString();

    public static DateTime GetStartedAt([Parent] Span span) => UnixTime.ToDateTime(span.StartNano);

    public static DateTime GetEndedAt([Parent] Span span) => UnixTime.ToDateTime(span.EndNano);

    /// <summary>Unix nanoseconds, all of them.</summary>
    public static long GetStartNano([Parent] Span span) => span.StartNano;

    public static long GetDurationNano([Parent] Span span) => span.EndNano - span.StartNano;

    public static Task<StoredFunction?> GetFunctionAsync(
        [Parent] Span span,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        functionById.LoadAsync(span.FunctionId, cancellationToken);
}
