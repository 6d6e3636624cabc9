namespace Correlator.GraphQL.DataLoading;

/// <summary>The keys that are fetched at once. A key that gets no value has the default one.</summary>
public sealed class Batch<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Promise<TValue>> _promises;
    private readonly Dictionary<TKey, TValue> _values;
    private Dictionary<TKey, Exception>? _errors;

    internal Batch(IReadOnlyList<TKey> keys, Dictionary<TKey, Promise<TValue>> promises)
    {
        Keys = keys;
        _promises = promises;
        _values = new Dictionary<TKey, TValue>(keys.Count, promises.Comparer);
    }

    /// <summary>Each key once, in the order in which they were asked for.</summary>
    public IReadOnlyList<TKey> Keys { get; }

    /// <summary>The value of a key.</summary>
    public void Set(TKey key, TValue value) => _values[key] = value;

    /// <summary>Fails one key and no other.</summary>
    public void Fail(TKey key, Exception error) => (_errors ??= new(_promises.Comparer))[key] = error;

    internal void Deliver(Exception? failure)
    {
        foreach (var key in Keys)
        {
            var error = failure ?? _errors?.GetValueOrDefault(key);
            _promises[key].Keep(error is null ? Task.FromResult(_values.GetValueOrDefault(key)) : Task.FromException<TValue?>(error));
        }
    }
}
