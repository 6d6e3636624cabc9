using System.Globalization;
using System.Text.RegularExpressions;

namespace Correlator.Tests.Architecture;

/// <summary>What .editorconfig asks of editors and tests hold.</summary>
internal static partial class EditorConfig
{
    public static int MaxLineLength { get; } = ReadMaxLineLength(File.ReadAllText(Repository.PathOf(".editorconfig")));

    public static int ReadMaxLineLength(string text) => MaxLineLengthSetting().Match(text) is { Success: true } found
        ? int.Parse(found.Groups["columns"].ValueSpan, CultureInfo.InvariantCulture)
        : throw new FormatException(".editorconfig sets no max_line_length.");

    [GeneratedRegex(@"^max_line_length\s*=\s*(?<columns>\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex MaxLineLengthSetting();
}
