namespace Correlator.GraphQL.Execution;

/// <summary>Ends a run when its caller is gone or its time is up. Makes a token only when one is wanted: what runs without waiting wants none.</summary>
internal sealed class RunCancellation(TimeSpan timeout, TimeProvider time, CancellationToken caller) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _source;
    private CancellationTokenSource? _timer;
    private CancellationToken _token;
    private bool _isDisposed;

    public bool IsTimeout => !caller.IsCancellationRequested && _timer is { IsCancellationRequested: true };

    public bool IsOver => caller.IsCancellationRequested || _timer is { IsCancellationRequested: true };

    public CancellationToken Caller => caller;

    public CancellationToken Token
    {
        get
        {
            if (timeout == Timeout.InfiniteTimeSpan)
            {
                return caller;
            }

            lock (_gate)
            {
                if (_source is null)
                {
                    if (_isDisposed)
                    {
                        return new CancellationToken(canceled: true);
                    }

                    _timer = new CancellationTokenSource(timeout, time);
                    _source = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
                    _token = _source.Token;
                }

                return _token;
            }
        }
    }

    /// <summary>Frees the timer; who still holds the token may ask it on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _source?.Dispose();
            _timer?.Dispose();
        }
    }
}
