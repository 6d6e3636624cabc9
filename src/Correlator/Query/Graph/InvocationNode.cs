using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Query.Graph;

/// <summary>One execution of a function.</summary>
[Node(IdField = nameof(Invocation.Ref))]
[ObjectType<Invocation>(IgnoreProperties = [
    nameof(Invocation.TraceId),
    nameof(Invocation.SpanId),
    nameof(Invocation.ParentSpanId),
    nameof(Invocation.FunctionId),
    nameof(Invocation.BatchId),
    nameof(Invocation.IsInit),
    nameof(Invocation.IsWord),
    nameof(Invocation.ErrorSignature),
    nameof(Invocation.ColdStart)])]
internal static class InvocationNode
{
    [NodeResolver]
    public static Task<Invocation?> FindAsync(SpanRef id, DataLoader<SpanRef, Invocation> invocationBySpan, CancellationToken cancellationToken) =>
        invocationBySpan.LoadAsync(id, cancellationToken);

    /// <summary>What failed; empty when nothing did.</summary>
    public static string GetError([Parent] Invocation invocation) => invocation.ErrorSignature;

    /// <summary>16 hex digits.</summary>
    public static string GetSpanId([Parent] Invocation invocation) => SpanId.FromInt64(invocation.SpanId).ToString();

    public static TraceView GetTrace([Parent] Invocation invocation) => new(invocation.TraceId);

    public static Task<StoredFunction?> GetFunctionAsync(
        [Parent] Invocation invocation,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        functionById.LoadAsync(invocation.FunctionId, cancellationToken);

    /// <summary>The journey that its trace is part of: the newest, if it received messages of several.</summary>
    public static Task<JourneySummary?> GetJourneyAsync(
        [Parent] Invocation invocation,
        DataLoader<Guid, JourneySummary> journeyByTrace,
        CancellationToken cancellationToken) =>
        journeyByTrace.LoadAsync(invocation.TraceId, cancellationToken);
}
