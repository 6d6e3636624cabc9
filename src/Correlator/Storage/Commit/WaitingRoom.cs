using System.Collections.Concurrent;

namespace Correlator.Storage.Commit;

/// <summary>
/// Bounds what waits for a commit, in requests and bytes. One tenant alone may fill it. Where there are several, none may have more than is left free: one that
/// sends more than can be committed ends up with half of it, and there is always room for the others.
/// </summary>
internal sealed class WaitingRoom(int maxRequests, long maxBytes)
{
    private readonly ConcurrentDictionary<int, Share> _shares = [];
    private volatile bool _areSeveral;
    private long _bytes;
    private int _requests;

    public bool TryEnter(int tenantId, long size)
    {
        var (share, bytes, requests) = Add(tenantId, size);
        if (bytes <= maxBytes && requests <= maxRequests
            && (!_areSeveral || (Volatile.Read(ref share.Bytes) <= maxBytes - bytes + size && Volatile.Read(ref share.Requests) <= maxRequests - requests + 1)))
        {
            return true;
        }

        Leave(tenantId, size);
        return false;
    }

    /// <summary>Comes in whether or not there is room.</summary>
    public void Enter(int tenantId, long size) => Add(tenantId, size);

    public void Leave(int tenantId, long size)
    {
        var share = Of(tenantId);
        Interlocked.Add(ref share.Bytes, -size);
        Interlocked.Decrement(ref share.Requests);
        Interlocked.Add(ref _bytes, -size);
        Interlocked.Decrement(ref _requests);
    }

    private (Share Share, long Bytes, int Requests) Add(int tenantId, long size)
    {
        var share = Of(tenantId);
        Interlocked.Add(ref share.Bytes, size);
        Interlocked.Increment(ref share.Requests);
        return (share, Interlocked.Add(ref _bytes, size), Interlocked.Increment(ref _requests));
    }

    private Share Of(int tenantId)
    {
        if (!_shares.TryGetValue(tenantId, out var share))
        {
            share = _shares.GetOrAdd(tenantId, _ => new Share());
            _areSeveral = _shares.Count > 1;
        }

        return share;
    }

    private sealed class Share
    {
        public long Bytes;
        public int Requests;
    }
}
