namespace Correlator.GraphQL.DataLoading;

/// <summary>A fetched batch on its way to those who wait for it.</summary>
internal sealed class Delivery<TKey, TValue>(Batch<TKey, TValue> batch, Exception? failure) : IResumable
    where TKey : notnull
{
    public void Resume() => batch.Deliver(failure);
}
