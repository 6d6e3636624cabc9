namespace Correlator.Storage;

/// <summary>Unix nanoseconds and the UTC times that Postgres and people use.</summary>
internal static class UnixTime
{
    private const long NanosPerTick = 100;

    public static DateTime ToDateTime(long unixNano) => DateTime.UnixEpoch.AddTicks(unixNano / NanosPerTick);

    public static long ToNano(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * NanosPerTick;

    public static long ToNano(DateTimeOffset time) => ToNano(time.UtcDateTime);
}
