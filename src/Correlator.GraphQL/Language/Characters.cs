using System.Globalization;

namespace Correlator.GraphQL.Language;

/// <summary>Classes of characters, and how an error names one.</summary>
internal static class Characters
{
    public static bool IsDigit(int c) => c is >= '0' and <= '9';

    public static bool IsNameStart(int c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    public static bool IsNamePart(int c) => IsNameStart(c) || IsDigit(c);

    public static bool IsBlank(int c) => c is ' ' or '\t';

    public static bool IsScalar(int c) => c is (>= 0 and <= 0xd7ff) or (>= 0xe000 and <= 0x10ffff);

    public static bool IsPairAt(string source, int position) =>
        position + 1 < source.Length && char.IsHighSurrogate(source[position]) && char.IsLowSurrogate(source[position + 1]);

    /// <summary>The unit at a position, or -1 behind the end.</summary>
    public static int At(string source, int position) => position < source.Length ? source[position] : -1;

    public static string Describe(string source, int position)
    {
        if (position >= source.Length)
        {
            return "<EOF>";
        }

        var code = IsPairAt(source, position) ? char.ConvertToUtf32(source[position], source[position + 1]) : source[position];
        return code switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7e => $"\"{(char)code}\"",
            _ => "U+" + code.ToString("X4", CultureInfo.InvariantCulture),
        };
    }
}
