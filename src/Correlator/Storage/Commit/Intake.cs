using System.Threading.Channels;

namespace Correlator.Storage.Commit;

/// <summary>
/// The bounded queue of requests, and the groups they are committed in. Requests that arrive together make a group: until a group is full, its time is over,
/// or nobody has come for a while. Who sends one request at a time does not wait for company that never comes. Lanes gather one after another: two at once
/// would share what arrives and commit half a group each.
/// </summary>
internal sealed class Intake(StorageOptions options, TimeProvider time) : IDisposable
{
    /// <summary>A group is small below one part in so many of a full one: its commit takes as long as its round trips do, however few records it has.</summary>
    private const int SmallShare = 20;

    private readonly Channel<PendingRequest> _requests = Channel.CreateBounded<PendingRequest>(options.MaxWaitingRequests);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CommitSignal _ended = new();
    private volatile bool _isHolding;

    /// <summary>Groups that were gathered and not yet ended.</summary>
    private int _underWay;

    /// <summary>Requests come faster than one group after another can be committed.</summary>
    public bool IsBusy => UnderWay > 1 || _isHolding || _requests.Reader.Count > 0;

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
            Interlocked.Increment(ref _underWay);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The group is committed, or has failed.</summary>
    public void End()
    {
        Interlocked.Decrement(ref _underWay);
        _ended.Set();
    }

    public void Dispose()
    {
        _turn.Dispose();
        _ended.Dispose();
    }

    private async Task GatherAsync(List<PendingRequest> group, CancellationToken cancellationToken)
    {
        var (records, isComplete) = (0, false);
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
            if (isComplete || left <= TimeSpan.Zero || _requests.Reader.Completion.IsCompleted)
            {
                return;
            }

            // What arrives while another group is committed shares the next commit, and no longer than that is waited for.
            if (records < options.GroupRecords / SmallShare && UnderWay > 0)
            {
                _isHolding = true;
                isComplete = await _ended.WaitAsync(left, cancellationToken);
                _isHolding = false;
            }
            else
            {
                isComplete = !await HasComeAsync(left, cancellationToken);
            }
        }
    }

    private async Task<bool> HasComeAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        var pause = options.GroupDelay / 5;
        using var patience = new CancellationTokenSource(left < pause ? left : pause, time);
        try
        {
            return await _requests.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
