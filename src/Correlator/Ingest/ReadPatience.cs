namespace Correlator.Ingest;

/// <summary>
/// How long a sender may take over the body of a request. A trickle is slower than any exporter, and what it holds meanwhile others lack. Requests that begin
/// within the same second share a timer.
/// </summary>
internal sealed class ReadPatience(TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private Timer? _latest;

    /// <returns>Cancelled when a request that begins now has taken too long.</returns>
    public CancellationToken Begin()
    {
        var latest = Volatile.Read(ref _latest);
        return latest is not null && time.GetElapsedTime(latest.Began) < Step ? latest.Token : Renew();
    }

    private CancellationToken Renew()
    {
        lock (_lock)
        {
            if (_latest is null || time.GetElapsedTime(_latest.Began) >= Step)
            {
                // Not disposed: its token is in use until it fires, and then it is garbage.
                _latest = new Timer(time.GetTimestamp(), new CancellationTokenSource(timeout + Step, time).Token);
            }

            return _latest.Token;
        }
    }

    private sealed record Timer(long Began, CancellationToken Token);
}
