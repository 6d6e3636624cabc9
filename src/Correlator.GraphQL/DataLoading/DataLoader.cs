namespace Correlator.GraphQL.DataLoading;

/// <summary>Gathers the keys that the resolvers of a request ask for, and fetches all of them at once, each key only once in a request.</summary>
public abstract class DataLoader<TKey, TValue>(BatchScheduler scheduler, int maxBatchSize = 1_000, IEqualityComparer<TKey>? comparer = null) : IBatchSource
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Promise<TValue>> _promises = new(comparer);
    private List<TKey> _open = [];

    /// <summary>The value of a key: fetched with all others when the request has nothing else to run.</summary>
    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        var task = Load(key);
        var canEndBeforeRequest = cancellationToken.CanBeCanceled && cancellationToken != scheduler.CancellationToken;
        return canEndBeforeRequest && !task.IsCompleted ? task.WaitAsync(cancellationToken) : task;
    }

    /// <summary>The values of keys, in their order.</summary>
    public async Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        Task<TValue?>[] tasks = [];
        scheduler.Gather(() => tasks = [.. keys.Select(key => LoadAsync(key, cancellationToken))]);
        return await Task.WhenAll(tasks);
    }

    /// <summary>Tells a value that is known already; a key that was asked for before keeps its own.</summary>
    public void Prime(TKey key, TValue value)
    {
        var promise = new Promise<TValue>();
        promise.Keep(Task.FromResult<TValue?>(value));
        lock (_gate)
        {
            _promises.TryAdd(key, promise);
        }
    }

    /// <inheritdoc />
    void IBatchSource.Dispatch()
    {
        List<TKey> keys;
        lock (_gate)
        {
            (keys, _open) = (_open, []);
        }

        foreach (var chunk in keys.Chunk(maxBatchSize))
        {
            Batch<TKey, TValue> batch;
            lock (_gate)
            {
                batch = new Batch<TKey, TValue>(chunk, chunk.ToDictionary(key => key, key => _promises[key], _promises.Comparer));
            }

            _ = FetchAndDeliverAsync(batch);
        }
    }

    /// <summary>Fetches the values of a batch. What it throws fails every key of it.</summary>
    protected abstract Task FetchAsync(Batch<TKey, TValue> batch, CancellationToken cancellationToken);

    private Task<TValue?> Load(TKey key)
    {
        // Whoever waits goes on within the delivery, on the request's own turn: so the keys that all of them ask for next are one batch again.
        Task<TValue?> asked;
        lock (_gate)
        {
            if (_promises.TryGetValue(key, out var known))
            {
                return known.Ask();
            }

            var promise = new Promise<TValue>();
            asked = promise.Ask();
            _promises.Add(key, promise);
            _open.Add(key);
            if (_open.Count > 1)
            {
                return asked;
            }
        }

        scheduler.Enlist(this);
        return asked;
    }

    private async Task FetchAndDeliverAsync(Batch<TKey, TValue> batch)
    {
        Exception? failure = null;
        try
        {
            await FetchAsync(batch, scheduler.CancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        scheduler.Post(new Delivery<TKey, TValue>(batch, failure));
    }
}
