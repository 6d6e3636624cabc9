using Correlator.GraphQL;
using Correlator.GraphQL.DataLoading;

namespace Correlator.Query.Graph;

/// <summary>What resolvers do with loaders.</summary>
internal static class Loads
{
    /// <summary>Parts of one thing unless the caller wants more or fewer.</summary>
    public const int DefaultFirst = 20;
    private const int MaxFirst = 1000;

    public static int First(int wanted) => wanted is >= 1 and <= MaxFirst
        ? wanted
        : throw new GraphQLException($"first must lie between 1 and {MaxFirst}; it is {wanted}.");

    public static Task<TValue?> OptionalAsync<TKey, TValue>(TKey? key, DataLoader<TKey, TValue> loader, CancellationToken cancellationToken)
        where TKey : struct
        where TValue : class =>
        key is { } given ? loader.LoadAsync(given, cancellationToken) : Task.FromResult<TValue?>(null);

    /// <summary>Those that there are.</summary>
    public static async Task<IReadOnlyList<TValue>> AllAsync<TKey, TValue>(
        IReadOnlyCollection<TKey> keys,
        DataLoader<TKey, TValue> loader,
        CancellationToken cancellationToken)
        where TKey : notnull
        where TValue : class =>
        [.. (await loader.LoadAsync(keys, cancellationToken)).OfType<TValue>()];

    public static async Task<TPart[]> PartsAsync<TKey, TPart>(
        TKey whole,
        int first,
        DataLoader<FirstOf<TKey>, TPart[]> loader,
        CancellationToken cancellationToken) =>
        await loader.LoadAsync(new FirstOf<TKey>(whole, First(first)), cancellationToken) ?? [];
}
