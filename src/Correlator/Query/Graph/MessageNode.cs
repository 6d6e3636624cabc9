using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;

namespace Correlator.Query.Graph;

/// <summary>One message's story: published once, attempted any number of times, and how it ended.</summary>
[Node(IdField = nameof(MessageSummary.MessageKey))]
[ObjectType<MessageSummary>("Message", IgnoreProperties = [
    nameof(MessageSummary.Ref),
    nameof(MessageSummary.JourneyId),
    nameof(MessageSummary.StartedOn),
    nameof(MessageSummary.QueueId),
    nameof(MessageSummary.PublisherTraceId),
    nameof(MessageSummary.PublisherSpanId),
    nameof(MessageSummary.PublisherFunctionId),
    nameof(MessageSummary.Attempts),
    nameof(MessageSummary.DeadLetterQueueId),
    nameof(MessageSummary.DwellUs),
    nameof(MessageSummary.TotalUs)])]
internal static class MessageNode
{
    /// <summary>As part of the newest journey that has it.</summary>
    [NodeResolver]
    public static Task<MessageSummary?> FindAsync(Guid id, DataLoader<Guid, MessageSummary> messageByKey, CancellationToken cancellationToken) =>
        messageByKey.LoadAsync(id, cancellationToken);

    public static int GetAttemptCount([Parent] MessageSummary message) => message.Attempts;

    /// <summary>Time in the queue before the first attempt, microseconds; null when one side is unknown.</summary>
    public static long? GetDwellMicros([Parent] MessageSummary message) => message.DwellUs;

    /// <summary>From publish to the end, microseconds; null while it has not ended, or when one side is unknown.</summary>
    public static long? GetTotalMicros([Parent] MessageSummary message) => message.TotalUs;

    public static Task<StoredQueue?> GetQueueAsync(
        [Parent] MessageSummary message,
        DataLoader<int, StoredQueue> queueById,
        CancellationToken cancellationToken) =>
        queueById.LoadAsync(message.QueueId, cancellationToken);

    /// <summary>Where it was dead-lettered to.</summary>
    public static Task<StoredQueue?> GetDeadLetterQueueAsync(
        [Parent] MessageSummary message,
        DataLoader<int, StoredQueue> queueById,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(message.DeadLetterQueueId, queueById, cancellationToken);

    /// <summary>Who published it; null when its publish was never seen.</summary>
    public static Task<StoredFunction?> GetPublisherAsync(
        [Parent] MessageSummary message,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(message.PublisherFunctionId, functionById, cancellationToken);

    /// <summary>The trace of its publish.</summary>
    public static TraceView? GetPublisherTrace([Parent] MessageSummary message) => message.PublisherTraceId is { } trace ? new TraceView(trace) : null;

    /// <summary>The span of its publish, 16 hex digits.</summary>
    public static string? GetPublisherSpanId([Parent] MessageSummary message) => message.PublisherSpanId is { } span ? SpanId.FromInt64(span).ToString() : null;

    /// <summary>Its deliveries in the order of their numbers.</summary>
    public static Task<Attempt[]> GetAttemptsAsync(
        [Parent] MessageSummary message,
        DataLoader<FirstOf<MessageRef>, Attempt[]> attemptsOfMessage,
        CancellationToken cancellationToken,
        int first = 10) =>
        Loads.PartsAsync(message.Ref, first, attemptsOfMessage, cancellationToken);
}
