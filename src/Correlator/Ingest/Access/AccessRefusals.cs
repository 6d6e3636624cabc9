namespace Correlator.Ingest.Access;

/// <summary>Counts those who are refused, and logs them: the first at once, the others once a minute by their number.</summary>
internal sealed class AccessRefusals(IngestMetrics metrics, TimeProvider time, ILogger<AccessRefusals> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private long _told;
    private int _untold;

    public void Count(Door door, AccessVerdict verdict)
    {
        metrics.AccessRefused(door, verdict);
        var untold = Interlocked.Increment(ref _untold);
        var (told, now) = (Volatile.Read(ref _told), time.GetTimestamp());
        if ((told == 0 || time.GetElapsedTime(told, now) >= Period) && Interlocked.CompareExchange(ref _told, now, told) == told)
        {
            Interlocked.Add(ref _untold, -untold);
            logger.AccessRefused(untold, door.Name, verdict);
        }
    }
}
