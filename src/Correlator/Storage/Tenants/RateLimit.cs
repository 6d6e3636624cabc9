namespace Correlator.Storage.Tenants;

/// <summary>
/// A token bucket kept as one number: the time at which everything taken so far would have been earned at the rate. What lies further ahead of now than the
/// burst is too much. Something may be taken after it came, when its size is known; whoever comes then waits for it.
/// </summary>
internal sealed class RateLimit(double perSecond, TimeSpan burst, TimeProvider time)
{
    private readonly double _ticksPerUnit = time.TimestampFrequency / perSecond;
    private readonly long _burst = (long)(burst.TotalSeconds * time.TimestampFrequency);
    private long _earnedAt = time.GetTimestamp() - (long)(burst.TotalSeconds * time.TimestampFrequency);

    /// <summary>How long to wait until something may be taken; zero: now.</summary>
    public TimeSpan Wait()
    {
        var ahead = Volatile.Read(ref _earnedAt) - time.GetTimestamp();
        return ahead < 0 ? TimeSpan.Zero : time.GetElapsedTime(0, ahead + 1);
    }

    public void Take(long units)
    {
        var (cost, now) = ((long)(units * _ticksPerUnit), time.GetTimestamp());
        long before;
        do
        {
            before = Volatile.Read(ref _earnedAt);
        }
        while (Interlocked.CompareExchange(ref _earnedAt, Math.Max(before, now - _burst) + cost, before) != before);
    }
}
