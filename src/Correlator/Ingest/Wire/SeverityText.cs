namespace Correlator.Ingest.Wire;

/// <summary>OTLP severity numbers for the level names that loggers write when they give no number.</summary>
internal static class SeverityText
{
    private static readonly Dictionary<string, byte> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = 1,
        ["verbose"] = 1,
        ["all"] = 1,
        ["debug"] = 5,
        ["info"] = 9,
        ["information"] = 9,
        ["notice"] = 10,
        ["warn"] = 13,
        ["warning"] = 13,
        ["err"] = 17,
        ["error"] = 17,
        ["critical"] = 21,
        ["fatal"] = 21,
        ["emergency"] = 21,
        ["alert"] = 21,
        ["panic"] = 21,
    };

    /// <summary>0 when the text names no level.</summary>
    public static byte Number(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[16];
        return utf8.Length is > 0 and <= 16 && System.Text.Encoding.UTF8.TryGetChars(utf8, text, out var length)
            && Numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var number)
            ? number
            : (byte)0;
    }
}
