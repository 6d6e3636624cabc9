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
    public static async Task<IReadOnlyDictionary<FirstOf<JourneyRef>, MessageSummary[]>> GetMessagesOfJourneyAsync(
        IReadOnlyList<FirstOf<JourneyRef>> keys, [GlobalState] Caller caller, JourneyPartStore parts, CancellationToken cancellationToken)
    {
        JourneyRef[] asked = [.. keys.Select(key => key.Whole).Distinct()];
        var messages = await parts.MessagesAsync(caller.TenantId, asked, FirstOf<JourneyRef>.Most(keys), cancellationToken);
        return keys.ToDictionary(key => key, key => messages[key.Whole.JourneyId].Take(key.First).ToArray());
    }

    [DataLoader]
    public static Task<IReadOnlyDictionary<Guid, MessageSummary>> GetMessageByKeyAsync(
        IReadOnlyList<Guid> keys,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        parts.MessagesAsync(caller.TenantId, keys, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<FirstOf<JourneyRef>, JourneyTrace[]>> GetTracesOfJourneyAsync(
        IReadOnlyList<FirstOf<JourneyRef>> keys, [GlobalState] Caller caller, JourneyPartStore parts, CancellationToken cancellationToken)
    {
        var traces = await parts.TracesAsync(caller.TenantId, [.. keys.Select(key => key.Whole).Distinct()], FirstOf<JourneyRef>.Most(keys), cancellationToken);
        return keys.ToDictionary(key => key, key => traces[key.Whole.JourneyId].Take(key.First).ToArray());
    }

    [DataLoader]
    public static async Task<IReadOnlyDictionary<FirstOf<MessageRef>, Attempt[]>> GetAttemptsOfMessageAsync(
        IReadOnlyList<FirstOf<MessageRef>> keys, [GlobalState] Caller caller, JourneyPartStore parts, CancellationToken cancellationToken)
    {
        MessageRef[] asked = [.. keys.Select(key => key.Whole).Distinct()];
        var attempts = await parts.AttemptsAsync(caller.TenantId, asked, FirstOf<MessageRef>.Most(keys), cancellationToken);
        return keys.ToDictionary(key => key, key => attempts[(key.Whole.MessageKey, key.Whole.Journey.JourneyId)].Take(key.First).ToArray());
    }

    [DataLoader]
    public static Task<ILookup<Guid, JourneyKey>> GetKeysOfTraceAsync(
        IReadOnlyList<Guid> traces,
        [GlobalState] Caller caller,
        JourneyPartStore parts,
        CancellationToken cancellationToken) =>
        parts.KeysAsync(caller.TenantId, traces, MaxKeysOfTrace, cancellationToken);
}
