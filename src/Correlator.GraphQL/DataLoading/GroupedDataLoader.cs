namespace Correlator.GraphQL.DataLoading;

/// <summary>Fetches any number of values for each key; none is an empty array.</summary>
public abstract class GroupedDataLoader<TKey, TValue>(BatchScheduler scheduler, int maxBatchSize = 1_000) : DataLoader<TKey, TValue[]>(scheduler, maxBatchSize)
    where TKey : notnull
{
    /// <summary>The values by key, each group in the order of the answer.</summary>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override async Task FetchAsync(Batch<TKey, TValue[]> batch, CancellationToken cancellationToken)
    {
        var groups = await LoadGroupedBatchAsync(batch.Keys, cancellationToken);
        foreach (var key in batch.Keys)
        {
            batch.Set(key, [.. groups[key]]);
        }
    }
}
