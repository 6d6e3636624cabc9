using System.Globalization;

namespace Correlator.Ingest.Grpc;

/// <summary>grpc-timeout: one to eight digits and a unit (gRPC over HTTP/2, "Requests").</summary>
internal static class GrpcTimeout
{
    /// <summary>Longer deadlines are as good as none, and a timer could not hold the longest that the header can spell.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        double? ticks = text[^1] switch
        {
            'H' => value * (double)TimeSpan.TicksPerHour,
            'M' => value * (double)TimeSpan.TicksPerMinute,
            'S' => value * (double)TimeSpan.TicksPerSecond,
            'm' => value * (double)TimeSpan.TicksPerMillisecond,
            'u' => value * (double)TimeSpan.TicksPerMicrosecond,
            'n' => value / 100.0,
            _ => null,
        };
        if (ticks is not { } known)
        {
            return false;
        }

        timeout = known >= Longest.Ticks ? Longest : TimeSpan.FromTicks((long)known);
        return true;
    }
}
