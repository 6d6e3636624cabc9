using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

/// <summary>A destination of a messaging system.</summary>
[Node(IdField = nameof(StoredQueue.QueueId))]
[ObjectType<StoredQueue>("Queue")]
internal static class QueueNode
{
    [NodeResolver]
    public static Task<StoredQueue?> FindAsync(int id, DataLoader<int, StoredQueue> queueById, CancellationToken cancellationToken) =>
        queueById.LoadAsync(id, cancellationToken);

    /// <summary>What was counted of it per minute, in sum, and what its metrics told last.</summary>
    /// <param name="from">From the minute of this time; an hour before the end unless given.</param>
    /// <param name="until">Until the minute of this time; now unless given.</param>
    public static async Task<QueueNumbers> GetNumbersAsync(
        [Parent] StoredQueue queue,
        DataLoader<MinuteRange, QueueNumbers> queueNumbers,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null) =>
        await queueNumbers.LoadAsync(Minutes.Of(queue.QueueId, from, until, time), cancellationToken) ?? new QueueNumbers();
}
