using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Facts;

namespace Correlator.Query.Graph;

/// <summary>Everything that one originating event caused, over as many traces, queues, retries and days as it took.</summary>
[Node(IdField = nameof(JourneySummary.JourneyId))]
[ObjectType<JourneySummary>("Journey", IgnoreProperties = [
    nameof(JourneySummary.Ref),
    nameof(JourneySummary.StartedOn),
    nameof(JourneySummary.RootFunctionId),
    nameof(JourneySummary.FunctionIds),
    nameof(JourneySummary.QueueIds),
    nameof(JourneySummary.Traces),
    nameof(JourneySummary.Invocations),
    nameof(JourneySummary.Messages),
    nameof(JourneySummary.Attempts),
    nameof(JourneySummary.Errors),
    nameof(JourneySummary.ColdStarts)])]
internal static class JourneyNode
{
    /// <summary>Traces of a journey whose invocations and keys are read; there are rarely more.</summary>
    private const int MaxTraces = 500;

    /// <summary>What belongs to a trace of a journey may have begun before the journey's first span is known, or go on after the last.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    [NodeResolver]
    public static Task<JourneySummary?> FindAsync(Guid id, DataLoader<Guid, JourneySummary> journeyById, CancellationToken cancellationToken) =>
        journeyById.LoadAsync(id, cancellationToken);

    /// <summary>The id as the command line and the log have it: that of its first trace, 32 hex digits.</summary>
    public static string GetJourneyId([Parent] JourneySummary journey) => journey.JourneyId.ToString("n");

    /// <summary>From its beginning to its end so far, microseconds.</summary>
    public static long GetDurationMicros([Parent] JourneySummary journey) => (journey.EndedAt - journey.StartedAt).Ticks / TimeSpan.TicksPerMicrosecond;

    public static int GetTraceCount([Parent] JourneySummary journey) => journey.Traces;

    public static int GetInvocationCount([Parent] JourneySummary journey) => journey.Invocations;

    public static int GetMessageCount([Parent] JourneySummary journey) => journey.Messages;

    public static int GetAttemptCount([Parent] JourneySummary journey) => journey.Attempts;

    /// <summary>Invocations that did not succeed.</summary>
    public static int GetErrorCount([Parent] JourneySummary journey) => journey.Errors;

    public static int GetColdStartCount([Parent] JourneySummary journey) => journey.ColdStarts;

    /// <summary>Where it began, as far as is known.</summary>
    public static Task<StoredFunction?> GetRootFunctionAsync(
        [Parent] JourneySummary journey,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(journey.RootFunctionId, functionById, cancellationToken);

    /// <summary>The functions that took part.</summary>
    public static Task<IReadOnlyList<StoredFunction>> GetFunctionsAsync(
        [Parent] JourneySummary journey,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        Loads.AllAsync(journey.FunctionIds, functionById, cancellationToken);

    /// <summary>The queues that its messages went through.</summary>
    public static Task<IReadOnlyList<StoredQueue>> GetQueuesAsync(
        [Parent] JourneySummary journey,
        DataLoader<int, StoredQueue> queueById,
        CancellationToken cancellationToken) =>
        Loads.AllAsync(journey.QueueIds, queueById, cancellationToken);

    /// <summary>Its messages in the order in which they were published.</summary>
    public static Task<MessageSummary[]> GetMessagesAsync(
        [Parent] JourneySummary journey,
        DataLoader<FirstOf<JourneyRef>, MessageSummary[]> messagesOfJourney,
        CancellationToken cancellationToken,
        int first = Loads.DefaultFirst) =>
        Loads.PartsAsync(journey.Ref, first, messagesOfJourney, cancellationToken);

    /// <summary>Its traces, its own before those that it shares with other journeys.</summary>
    public static Task<JourneyTrace[]> GetTracesAsync(
        [Parent] JourneySummary journey,
        DataLoader<FirstOf<JourneyRef>, JourneyTrace[]> tracesOfJourney,
        CancellationToken cancellationToken,
        int first = Loads.DefaultFirst) =>
        Loads.PartsAsync(journey.Ref, first, tracesOfJourney, cancellationToken);

    /// <summary>Its invocations by start.</summary>
    public static async Task<IReadOnlyList<Invocation>> GetInvocationsAsync(
        [Parent] JourneySummary journey,
        DataLoader<FirstOf<JourneyRef>, JourneyTrace[]> tracesOfJourney,
        DataLoader<FirstOf<TraceRange>, Invocation[]> invocationsOfTrace,
        CancellationToken cancellationToken,
        int first = Loads.DefaultFirst)
    {
        var traces = await tracesOfJourney.LoadAsync(new FirstOf<JourneyRef>(journey.Ref, MaxTraces), cancellationToken) ?? [];
        var ranges = traces.Select(trace => new TraceRange(trace.TraceId, journey.StartedAt - Margin, journey.EndedAt + Margin));
        var found = await invocationsOfTrace.LoadAsync([.. ranges.Select(range => new FirstOf<TraceRange>(range, Loads.First(first)))], cancellationToken);
        return [.. found
            .SelectMany(invocations => invocations ?? [])
            .OrderBy(invocation => invocation.StartedAt)
            .ThenBy(invocation => invocation.SpanId)
            .Take(first)];
    }

    /// <summary>The correlation and business keys of its traces.</summary>
    public static async Task<IReadOnlyList<JourneyKey>> GetKeysAsync(
        [Parent] JourneySummary journey,
        DataLoader<FirstOf<JourneyRef>, JourneyTrace[]> tracesOfJourney,
        DataLoader<Guid, JourneyKey[]> keysOfTrace,
        CancellationToken cancellationToken,
        int first = Loads.DefaultFirst)
    {
        var traces = await tracesOfJourney.LoadAsync(new FirstOf<JourneyRef>(journey.Ref, MaxTraces), cancellationToken) ?? [];
        var found = await keysOfTrace.LoadAsync([.. traces.Select(trace => trace.TraceId)], cancellationToken);
        return [.. found
            .SelectMany(keys => keys ?? [])
            .DistinctBy(key => (key.Name, key.Value))
            .OrderBy(key => key.Name, StringComparer.Ordinal)
            .ThenBy(key => key.Value, StringComparer.Ordinal)
            .Take(Loads.First(first))];
    }
}
