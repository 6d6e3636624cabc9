using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

internal static class CatalogLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<int, StoredFunction>> GetFunctionByIdAsync(
        IReadOnlyList<int> ids,
        [GlobalState] Caller caller,
        FunctionReader functions,
        CancellationToken cancellationToken) =>
        functions.ReadAsync(caller.TenantId, ids, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<int, StoredQueue>> GetQueueByIdAsync(
        IReadOnlyList<int> ids,
        [GlobalState] Caller caller,
        QueueReader queues,
        CancellationToken cancellationToken) =>
        queues.ReadAsync(caller.TenantId, ids, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<MinuteRange, FunctionNumbers>> GetFunctionNumbersAsync(
        IReadOnlyList<MinuteRange> ranges,
        [GlobalState] Caller caller,
        RollupReader rollups,
        CancellationToken cancellationToken) =>
        rollups.FunctionsAsync(caller.TenantId, ranges, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<MinuteRange, QueueNumbers>> GetQueueNumbersAsync(
        IReadOnlyList<MinuteRange> ranges,
        [GlobalState] Caller caller,
        RollupReader rollups,
        CancellationToken cancellationToken) =>
        rollups.QueuesAsync(caller.TenantId, ranges, cancellationToken);
}
