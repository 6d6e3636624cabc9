namespace Correlator.Query.Graph;

/// <summary>So many parts of something: what a loader of parts is asked for.</summary>
internal readonly record struct FirstOf<T>(T Whole, int First)
{
    /// <summary>One statement reads for all who ask what the most demanding of them wants; each is given as many as it asked for.</summary>
    public static async Task<IReadOnlyDictionary<FirstOf<T>, TPart[]>> LoadAsync<TId, TPart>(
        IReadOnlyList<FirstOf<T>> keys,
        Func<T, TId> id,
        Func<T[], int, Task<ILookup<TId, TPart>>> read)
    {
        var parts = await read([.. keys.Select(key => key.Whole).DistinctBy(id)], keys.Max(key => key.First));
        return keys.ToDictionary(key => key, key => parts[id(key.Whole)].Take(key.First).ToArray());
    }
}
