namespace Correlator.GraphQL.Building;

/// <summary>Makes dictionaries of what the methods of loaders return.</summary>
internal static class LoaderResults
{
    public static async Task<IReadOnlyDictionary<TKey, TValue>> OfDictionary<TResult, TKey, TValue>(Task<TResult> task)
        where TResult : IReadOnlyDictionary<TKey, TValue> => await task;

    public static async Task<IReadOnlyDictionary<TKey, TValue[]>> OfLookup<TKey, TValue>(Task<ILookup<TKey, TValue>> task, IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var groups = await task;
        return keys.ToDictionary(key => key, key => groups[key].ToArray());
    }
}
