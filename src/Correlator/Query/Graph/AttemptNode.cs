using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Query.Graph;

/// <summary>One delivery of a message to a function.</summary>
[ObjectType<Attempt>(IgnoreProperties = [
    nameof(Attempt.QueueId),
    nameof(Attempt.FunctionId),
    nameof(Attempt.TraceId),
    nameof(Attempt.SpanId),
    nameof(Attempt.ErrorSignature)])]
internal static class AttemptNode
{
    /// <summary>What failed; empty when nothing did.</summary>
    public static string GetError([Parent] Attempt attempt) => attempt.ErrorSignature;

    public static Task<StoredQueue?> GetQueueAsync([Parent] Attempt attempt, DataLoader<int, StoredQueue> queueById, CancellationToken cancellationToken) =>
        queueById.LoadAsync(attempt.QueueId, cancellationToken);

    /// <summary>Null for an attempt that is known only from the delivery count of a later one.</summary>
    public static Task<StoredFunction?> GetFunctionAsync(
        [Parent] Attempt attempt,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(attempt.FunctionId, functionById, cancellationToken);

    public static TraceView? GetTrace([Parent] Attempt attempt) => attempt.TraceId is { } trace ? new TraceView(trace) : null;

    /// <summary>16 hex digits.</summary>
    public static string? GetSpanId([Parent] Attempt attempt) => attempt.SpanId is { } span ? SpanId.FromInt64(span).ToString() : null;

    /// <summary>The invocation that it started; null when none was seen, or its span is only part of one.</summary>
    public static Task<Invocation?> GetInvocationAsync(
        [Parent] Attempt attempt,
        DataLoader<SpanRef, Invocation> invocationBySpan,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(attempt.Ref, invocationBySpan, cancellationToken);
}
