using Correlator.Correlation;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

internal static class JourneyLoaders
{
    private const int MaxKeysOfTrace = 50;

    [DataLoader]
    public static Task<IReadOnlyDictionary<Guid, JourneySummary>> GetJourneyByIdAsync(
        IReadOnlyList<Guid> ids,
        [GlobalState] Caller caller,
        JourneyListStore journeys,
        CancellationToken cancellationToken) =>
        journeys.ReadAsync(caller.TenantId, ids, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<Guid, JourneySummary>> GetJourneyByTraceAsync(
        IReadOnlyList<Guid> traces,
        [GlobalState] Caller caller,
        JourneyListStore journeys,
        CancellationToken cancellationToken) =>
        journeys.OfTracesAsync(caller.TenantId, traces, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<FirstOf<JourneyRef>, MessageSummary[]>> GetMessagesOfJourneyAsync(
        IReadOnlyList<FirstOf<JourneyRef>> keys,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        FirstOf<JourneyRef>.LoadAsync(
            keys,
            journey => journey.JourneyId,
            (journeys, most) => parts.MessagesAsync(caller.TenantId, journeys, most, cancellationToken));

    [DataLoader]
    public static Task<IReadOnlyDictionary<Guid, MessageSummary>> GetMessageByKeyAsync(
        IReadOnlyList<Guid> keys,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        parts.MessagesAsync(caller.TenantId, keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<FirstOf<JourneyRef>, JourneyTrace[]>> GetTracesOfJourneyAsync(
        IReadOnlyList<FirstOf<JourneyRef>> keys,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        FirstOf<JourneyRef>.LoadAsync(
            keys,
            journey => journey.JourneyId,
            (journeys, most) => parts.TracesAsync(caller.TenantId, journeys, most, cancellationToken));

    [DataLoader]
    public static Task<IReadOnlyDictionary<FirstOf<MessageRef>, Attempt[]>> GetAttemptsOfMessageAsync(
        IReadOnlyList<FirstOf<MessageRef>> keys,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        FirstOf<MessageRef>.LoadAsync(
            keys,
            message => (message.MessageKey, message.Journey.JourneyId),
            (messages, most) => parts.AttemptsAsync(caller.TenantId, messages, most, cancellationToken));

    [DataLoader]
    public static Task<ILookup<Guid, JourneyKey>> GetKeysOfTraceAsync(
        IReadOnlyList<Guid> traces,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        parts.KeysAsync(caller.TenantId, traces, MaxKeysOfTrace, cancellationToken);
}
