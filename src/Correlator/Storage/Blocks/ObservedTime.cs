namespace Correlator.Storage.Blocks;

/// <summary>When a log record was observed, as its distance from the record's time plus one; 0 when the sender did not tell.</summary>
internal static class ObservedTime
{
    public static ulong Encode(long observedNano, long timeNano)
    {
        var distance = unchecked(observedNano - timeNano);
        return observedNano == 0 ? 0 : unchecked((ulong)((distance << 1) ^ (distance >> 63)) + 1);
    }

    public static long Decode(ulong stored, long timeNano) => stored == 0 ? 0 : unchecked(timeNano + ((long)((stored - 1) >> 1) ^ -(long)((stored - 1) & 1)));
}
