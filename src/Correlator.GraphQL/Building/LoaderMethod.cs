using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Building;

/// <summary>A method that loads many at once, as a loader.</summary>
internal sealed class LoaderMethod<TKey, TValue>(Func<ResolverContext, IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> load)
    where TKey : notnull
{
    /// <summary>The loader of the request.</summary>
    public DataLoader<TKey, TValue> Of(ResolverContext context) => context.Batches.Loader(this, batches => new Loader(batches, context, load));

    private sealed class Loader(
        BatchScheduler batches,
        ResolverContext context,
        Func<ResolverContext, IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> load)
        : BatchDataLoader<TKey, TValue>(batches)
    {
        protected override Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken) =>
            load(context, keys, cancellationToken);
    }
}
