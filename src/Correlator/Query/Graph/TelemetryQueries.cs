using Correlator.GraphQL;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Paging;
using Correlator.Storage;
using Correlator.Storage.Paging;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

[QueryType]
internal static class TelemetryQueries
{
    /// <summary>A trace with its spans and log records; null when nothing is stored of it.</summary>
    /// <param name="id">A trace id, in hex or X-Ray form.</param>
    public static Task<TraceView?> GetTraceAsync(
        [GraphQLType("ID!")] string id,
        DataLoader<Guid, Span[]> spansOfTrace,
        DataLoader<Guid, LogRecord[]> logsOfTrace,
        DataLoader<FirstOf<TraceRange>, Invocation[]> invocationsOfTrace,
        CancellationToken cancellationToken) =>
        TraceId.TryParseTyped(id, out var trace)
            ? TraceNode.FindAsync(trace.ToGuid(), spansOfTrace, logsOfTrace, invocationsOfTrace, cancellationToken)
            : throw new GraphQLException($"\"{id}\" is no trace id: those have 32 hex digits.");

    /// <summary>Invocations, newest first.</summary>
    [UsePaging]
    public static async Task<Connection<Invocation>> GetInvocationsAsync(
        PagingArguments page,
        [GlobalState] Caller caller,
        InvocationReader invocations,
        Filters filters,
        CancellationToken cancellationToken,
        InvocationFilterInput? where = null) =>
        await Pages.ConnectAsync(
            invocations.PageAsync(caller.TenantId, await filters.OfAsync(caller.TenantId, where, cancellationToken), Pages.ByTime(page), cancellationToken),
            invocation => Places.Cursor(new TimePlace(invocation.StartedAt, invocation.TraceId, invocation.SpanId)));
}
