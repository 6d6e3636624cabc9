namespace Correlator.GraphQL.DataLoading;

/// <summary>Fetches one value for each key.</summary>
public abstract class BatchDataLoader<TKey, TValue>(BatchScheduler scheduler, int maxBatchSize = 1_000) : DataLoader<TKey, TValue>(scheduler, maxBatchSize)
    where TKey : notnull
{
    /// <summary>The values that there are.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override async Task FetchAsync(Batch<TKey, TValue> batch, CancellationToken cancellationToken)
    {
        var values = await LoadBatchAsync(batch.Keys, cancellationToken);
        foreach (var key in batch.Keys)
        {
            if (values.TryGetValue(key, out var value))
            {
                batch.Set(key, value);
            }
        }
    }
}
