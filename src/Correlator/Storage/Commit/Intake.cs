using System.Threading.Channels;

namespace Correlator.Storage.Commit;

/// <summary>
/// The bounded queue of requests, and the groups they are committed in. Who comes while nobody's commit is under way goes at once; what arrives during a commit
/// makes the next group: until that commit ends, it is full, its time is over, or nobody has come for a while. Lanes gather one after another: two at once
/// would share what arrives and commit half a group each.
/// </summary>
internal sealed class Intake(StorageOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Rounds of the thread pool's queue, some tens of microseconds: requests that are read already, and only wait for a thread, come along.</summary>
    private const int SettlingRounds = 8;

    private readonly Channel<PendingRequest> _requests = Channel.CreateBounded<PendingRequest>(options.MaxWaitingRequests);
    private readonly SemaphoreSlim _turn = new(1);

    private readonly Lock _lock = new();

    /// <summary>Groups that were gathered and not yet ended.</summary>
    private int _underWay;

    /// <summary>Of the group that is gathered while another is under way.</summary>
    private CancellationTokenSource? _patience;

    /// <summary>A group is under way, or requests wait for one.</summary>
    public bool IsBusy => UnderWay > 0 || _requests.Reader.Count > 0;

    private int UnderWay => Volatile.Read(ref _underWay);

    public bool TryAdd(PendingRequest request) => _requests.Writer.TryWrite(request);

    /// <exception cref="ChannelClosedException">The intake is closed.</exception>
    public ValueTask AddAsync(PendingRequest request, CancellationToken cancellationToken) => _requests.Writer.WriteAsync(request, cancellationToken);

    /// <summary>Nothing comes in any more; what is in is still gathered.</summary>
    public void Close() => _requests.Writer.TryComplete();

    /// <returns>False once the intake is closed and empty. Else a group is under way until <see cref="End"/>.</returns>
    public async Task<bool> TryGatherAsync(List<PendingRequest> group, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!await _requests.Reader.WaitToReadAsync(cancellationToken))
            {
                return false;
            }

            await GatherAsync(group, cancellationToken);
            lock (_lock)
            {
                _underWay++;
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The group is committed, or has failed. The next one waits no longer.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (--_underWay == 0)
            {
                _patience?.Cancel();
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task GatherAsync(List<PendingRequest> group, CancellationToken cancellationToken)
    {
        var records = 0;
        var started = time.GetTimestamp();
        while (records < options.GroupRecords)
        {
            if (_requests.Reader.TryRead(out var request))
            {
                group.Add(request);
                records += request.Batch.RecordCount;
                continue;
            }

            var left = options.GroupDelay - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _requests.Reader.Completion.IsCompleted || !await HasMoreAsync(left, cancellationToken))
            {
                return;
            }
        }
    }

    private Task<bool> HasMoreAsync(TimeSpan left, CancellationToken cancellationToken) =>
        UnderWay == 0 ? IsFollowedAsync() : HasComeAsync(left, cancellationToken);

    private async Task<bool> IsFollowedAsync()
    {
        for (var round = 0; round < SettlingRounds && _requests.Reader.Count == 0; round++)
        {
            await Task.Yield();
        }

        return _requests.Reader.Count > 0;
    }

    private async Task<bool> HasComeAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        var pause = options.GroupDelay / 5;
        using var patience = new CancellationTokenSource(left < pause ? left : pause, time);
        lock (_lock)
        {
            _patience = _underWay > 0 ? patience : null;
        }

        try
        {
            return UnderWay == 0 ? await IsFollowedAsync() : await _requests.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return UnderWay == 0 && await IsFollowedAsync();
        }
        finally
        {
            lock (_lock)
            {
                _patience = null;
            }
        }
    }
}
