using System.Globalization;
using Correlator.Correlation;
using Correlator.Storage;

namespace Correlator.Query;

/// <summary>Words and numbers as people read them.</summary>
internal static class JourneyText
{
    private const int MaxLine = 200;

    public static string Name(JourneyStatus status) => status switch
    {
        JourneyStatus.InFlight => "in flight",
        JourneyStatus.Stuck => "stuck",
        JourneyStatus.Failed => "failed",
        _ => "completed",
    };

    public static string Moment(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Clock(long nano) => UnixTime.ToDateTime(nano).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 1 => FormattableString.Invariant($"{span.TotalMicroseconds:0} us"),
        < 1000 => FormattableString.Invariant($"{span.TotalMilliseconds:0.#} ms"),
        < 60_000 => FormattableString.Invariant($"{span.TotalSeconds:0.##} s"),
        < 3_600_000 => FormattableString.Invariant($"{span.TotalMinutes:0.#} min"),
        < 86_400_000 => FormattableString.Invariant($"{span.TotalHours:0.#} h"),
        _ => FormattableString.Invariant($"{span.TotalDays:0.#} days"),
    };

    public static string Micros(long micros) => Duration(TimeSpan.FromMicroseconds(micros));

    public static string Count(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>One line, and no control characters: what a log holds must not steer the terminal that shows it.</summary>
    public static string Short(string text)
    {
        var line = text.Length > MaxLine ? text[..MaxLine] + "..." : text;
        return string.Concat(line.ReplaceLineEndings(" ").Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
