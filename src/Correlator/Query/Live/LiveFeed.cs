using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Correlator.Query.Live;

/// <summary>Gives changed rows to all subscribers of this server. One read serves them all; a slow one holds up nobody.</summary>
internal abstract class LiveFeed<T>(LiveDemand demand, QueryMetrics metrics, TimeProvider time)
{
    /// <summary>Rows that wait for one subscriber.</summary>
    private const int Capacity = 1000;
    private readonly ConcurrentDictionary<LiveSubscriber<T>, bool> _subscribers = [];

    public bool HasSubscribers => !_subscribers.IsEmpty;

    public void Publish(int tenantId, IReadOnlyCollection<T> rows)
    {
        foreach (var subscriber in _subscribers.Keys.Where(subscriber => subscriber.TenantId == tenantId))
        {
            if (!subscriber.Offer(rows))
            {
                metrics.LiveMissed();
            }
        }
    }

    /// <summary>Something changed that cannot be told.</summary>
    /// <param name="tenantId">Whose; null: anybody's.</param>
    public void Miss(int? tenantId = null)
    {
        foreach (var subscriber in _subscribers.Keys.Where(subscriber => tenantId is null || subscriber.TenantId == tenantId))
        {
            subscriber.Miss();
        }
    }

    /// <summary>Changed rows from now on.</summary>
    /// <param name="isFromNow">False: what there is comes first.</param>
    /// <param name="anew">Reads what may have changed since a time, when changes could not be told: too many at once,
    /// too many waiting, or the database was away.</param>
    protected async IAsyncEnumerable<T> SubscribeAsync(
        int tenantId,
        bool isFromNow,
        Func<DateTime, CancellationToken, Task<IReadOnlyList<T>>> anew,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscriber = new LiveSubscriber<T>(tenantId, Capacity);
        var seen = time.GetUtcNow().UtcDateTime;
        _subscribers[subscriber] = true;
        demand.Raise();
        try
        {
            if (!isFromNow)
            {
                subscriber.Miss();
            }

            while (true)
            {
                var (rows, missed) = await subscriber.TakeAsync(cancellationToken);
                var now = time.GetUtcNow().UtcDateTime;
                foreach (var row in missed ? await anew(seen, cancellationToken) : rows)
                {
                    yield return row;
                }

                seen = now;
            }
        }
        finally
        {
            _subscribers.TryRemove(subscriber, out _);
        }
    }
}
