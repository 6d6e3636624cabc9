using Correlator.GraphQL.Annotations;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

internal static class TelemetryLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<FirstOf<TraceRange>, Invocation[]>> GetInvocationsOfTraceAsync(
        IReadOnlyList<FirstOf<TraceRange>> keys,
        [GlobalState] Caller caller,
        InvocationReader invocations,
        CancellationToken cancellationToken) =>
        FirstOf<TraceRange>.LoadAsync(
            keys,
            range => range.TraceId,
            (ranges, most) => invocations.OfTracesAsync(caller.TenantId, ranges, most, cancellationToken));

    [DataLoader]
    public static Task<IReadOnlyDictionary<SpanRef, Invocation>> GetInvocationBySpanAsync(
        IReadOnlyList<SpanRef> spans,
        [GlobalState] Caller caller,
        InvocationReader invocations,
        CancellationToken cancellationToken) =>
        invocations.OfSpansAsync(caller.TenantId, spans, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<Guid, Span>> GetSpansOfTraceAsync(
        IReadOnlyList<Guid> traces,
        [GlobalState] Caller caller,
        SpanReader spans,
        CancellationToken cancellationToken) =>
        (await spans.ReadTracesAsync(caller.TenantId, [.. traces.Select(TraceId.FromGuid)], cancellationToken)).ToLookup(span => span.TraceId.ToGuid());

    [DataLoader]
    public static async Task<ILookup<Guid, LogRecord>> GetLogsOfTraceAsync(
        IReadOnlyList<Guid> traces,
        [GlobalState] Caller caller,
        LogReader logs,
        CancellationToken cancellationToken) =>
        (await logs.ReadTracesAsync(caller.TenantId, [.. traces.Select(TraceId.FromGuid)], cancellationToken)).ToLookup(log => log.TraceId.ToGuid());
}
