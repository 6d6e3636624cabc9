using System.Threading.Channels;

namespace Correlator.Storage.Commit;

/// <summary>
/// The bounded queue of requests, and the groups they are committed in. Who comes while nobody's commit is under way goes at once; what arrives during a commit
/// makes the next group: until that commit ends, the group is full, or its time is over. A second group goes beside the first when it is large enough to be
/// worth a commit. Lanes gather one after another: two at once would share what arrives and commit half a group each.
/// </summary>
internal sealed class Intake(StorageOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Rounds of the thread pool's queue, some tens of microseconds: requests that are read already, and only wait for a thread, come along.</summary>
    private const int SettlingRounds = 8;

    /// <summary>
    /// Requests that are worth a commit beside the one under way, which waits for the disk for a part of its time. 64 connections with one span a request had a
    /// fifth more answered so; with 10 there were more commits and no more answers.
    /// </summary>
    private const int EnoughBesideAnother = 16;

    private readonly Channel<PendingRequest> _requests = Channel.CreateBounded<PendingRequest>(options.MaxWaitingRequests);
    private readonly SemaphoreSlim _turn = new(1);

    private readonly Lock _lock = new();

    /// <summary>Records in the queue; for a moment too few, while a request that is in already is counted.</summary>
    private long _records;

    /// <summary>Groups that were gathered and not yet ended.</summary>
    private int _underWay;
    private bool _isClosed;

    /// <summary>Of the group that is gathered while another is under way. Its lane sleeps until then: woken by each request, it would do little else.</summary>
    private TaskCompletionSource? _departure;

    /// <summary>A group is under way, or requests wait for one.</summary>
    public bool IsBusy => UnderWay > 0 || _requests.Reader.Count > 0;

    private int UnderWay => Volatile.Read(ref _underWay);

    private bool IsTimeToDepart =>
        _underWay == 0 || _isClosed || _records >= options.GroupRecords || (_underWay == 1 && _requests.Reader.Count >= EnoughBesideAnother);

    public bool TryAdd(PendingRequest request)
    {
        // Once it is in, it may be committed and gone.
        var records = request.Batch.RecordCount;
        if (!_requests.Writer.TryWrite(request))
        {
            return false;
        }

        Note(records);
        return true;
    }

    /// <exception cref="ChannelClosedException">The intake is closed.</exception>
    public async ValueTask AddAsync(PendingRequest request, CancellationToken cancellationToken)
    {
        var records = request.Batch.RecordCount;
        await _requests.Writer.WriteAsync(request, cancellationToken);
        Note(records);
    }

    /// <summary>Nothing comes in any more; what is in is still gathered.</summary>
    public void Close()
    {
        _requests.Writer.TryComplete();
        lock (_lock)
        {
            _isClosed = true;
            DepartIfTime();
        }
    }

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

            await DepartureAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            await GatherAsync(group);
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
            _underWay--;
            DepartIfTime();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Note(int records)
    {
        lock (_lock)
        {
            _records += records;
            DepartIfTime();
        }
    }

    private void DepartIfTime()
    {
        if (_departure is not null && IsTimeToDepart)
        {
            _departure.TrySetResult();
            _departure = null;
        }
    }

    /// <summary>When the group that now waits is to go; fails with <see cref="TimeoutException"/> when that is because its time is over.</summary>
    private Task DepartureAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (IsTimeToDepart)
            {
                return Task.CompletedTask;
            }

            _departure = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _departure.Task.WaitAsync(options.GroupDelay, time, cancellationToken);
        }
    }

    private async Task GatherAsync(List<PendingRequest> group)
    {
        var records = 0;
        do
        {
            while (records < options.GroupRecords && _requests.Reader.TryRead(out var request))
            {
                group.Add(request);
                records += request.Batch.RecordCount;
            }
        }
        while (records < options.GroupRecords && UnderWay == 0 && await IsFollowedAsync());

        lock (_lock)
        {
            _records -= records;
            _underWay++;
        }
    }

    private async Task<bool> IsFollowedAsync()
    {
        for (var round = 0; round < SettlingRounds && _requests.Reader.Count == 0; round++)
        {
            await Task.Yield();
        }

        return _requests.Reader.Count > 0;
    }
}
