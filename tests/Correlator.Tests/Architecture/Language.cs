using System.Text.RegularExpressions;

namespace Correlator.Tests.Architecture;

/// <summary>The project speaks to its users of itself, not of how or where it was made.</summary>
internal static partial class Language
{
    private static readonly string[] Kinds = [".cs", ".md", ".json", ".sql", ".yml", ".yaml", ".props", ".csproj", ".proto", ".js", ".txt", ".sh", ""];
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".git"];

    public static IEnumerable<string> Violations(string path, string text) =>
        from match in Strange().Matches(text)
        let line = text.AsSpan(0, match.Index).Count('\n') + 1
        select $"{path}:{line} says '{match.Value}'.";

    /// <summary>The files below a folder, or the file itself, that people read.</summary>
    public static IEnumerable<string> FilesOf(string path) =>
        File.Exists(path) ? [path]
        : !Directory.Exists(path) ? []
        : Directory.EnumerateFiles(path).Where(file => Kinds.Contains(Path.GetExtension(file)))
            .Concat(Directory.EnumerateDirectories(path).Where(folder => !Generated.Contains(Path.GetFileName(folder))).SelectMany(FilesOf));

    [GeneratedRegex(
        @"\b(sessions?|agents?|co-?pilot)\b|(?<![\w&/])#\d+\b|/work/|\b(issue|ticket)\s+\d+"
        + @"|registry\.\w+|\bnpmjs\b|api\.nuget\.org|artifactory|/repository/",
        RegexOptions.IgnoreCase)]
    private static partial Regex Strange();
}
