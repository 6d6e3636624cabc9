using System.Text.RegularExpressions;

namespace Correlator.Tests.Architecture;

/// <summary>A file of the product's source, by its path below src/Correlator.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public const int MaxLines = 400;
    private const string OpensEveryStage = "ServiceCollectionExtensions,Options,Log,Metrics";

    /// <summary>Name{T} is the generic type beside one of the same name.</summary>
    private string Name => System.IO.Path.GetFileNameWithoutExtension(Path).Split('{')[0];

    private bool IsGenerated => Path.EndsWith(".g.cs", StringComparison.Ordinal);

    public static IReadOnlyList<SourceFile> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Split('/').Any(folder => folder is "bin" or "obj" or "node_modules"))
            .Select(file => new SourceFile(file.Path, File.ReadAllText(file.File)))];

    /// <summary>One type per file, named as the file is; its namespace is its folder; no file is long.</summary>
    public IEnumerable<string> Violations(string root = "Correlator")
    {
        var lines = Text.AsSpan().Count('\n');
        if (lines > MaxLines)
        {
            yield return $"{Path} has {lines} lines; {MaxLines} are enough.";
        }

        if (Path == "Program.cs")
        {
            yield break;
        }

        var types = TopLevelType().Matches(Text).Select(match => match.Groups["name"].Value).ToArray();
        if (types is not [var only] || only != Name)
        {
            yield return $"{Path} holds {(types.Length == 0 ? "no type" : string.Join(", ", types))}; it should hold {Name} alone.";
        }

        var expected = root + string.Concat(Path.Split('/')[..^1].Select(folder => "." + folder));
        if (Namespace().Match(Text) is not { Success: true } found || found.Groups["name"].Value != expected)
        {
            yield return $"{Path} is not in namespace {expected}.";
        }
    }

    /// <summary>Lines of more characters than that. What a tool generated is as long as the tool makes it.</summary>
    public IEnumerable<string> LongLines(int maxLength) => IsGenerated
        ? []
        : Text.Split('\n')
            .Select((line, index) => (Length: line.TrimEnd('\r').Length, Number: index + 1))
            .Where(line => line.Length > maxLength)
            .Select(line => $"{Path}:{line.Number} has {line.Length} characters; {maxLength} are enough.");

    /// <summary>The first using directive out of order, which the build does not tell: System's first, each kind by the alphabet.</summary>
    public IEnumerable<string> UnsortedUsings()
    {
        if (IsGenerated)
        {
            return [];
        }

        string[] found = [.. UsingDirective().Matches(Text).Select(match => match.Groups["name"].Value)];
        return found.OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Zip(found, (wanted, stands) => (Wanted: wanted, Stands: stands))
            .Where(pair => pair.Wanted != pair.Stands)
            .Select(pair => $"{Path} uses {pair.Stands} where {pair.Wanted} should stand.")
            .Take(1);
    }

    /// <summary>Sets and dictionaries by <see cref="Guid"/> that compare with its own hash, which a stranger can foresee; <c>IdSet</c> itself is one.</summary>
    public IEnumerable<string> TablesById() => Name == "IdSet"
        ? []
        : TableById().Matches(Text).Select(match => $"{Path} has {match.Value}: an IdSet, or a dictionary with IdComparer, should stand there.");

    /// <summary>Files that a stage should open with and does not have.</summary>
    public static IEnumerable<string> MissingOpenings(IReadOnlyCollection<SourceFile> files, IEnumerable<string> stages) =>
        from stage in stages
        from ending in OpensEveryStage.Split(',')
        let path = $"{stage}/{stage}{ending}.cs"
        where !files.Any(file => file.Path == path)
        select path;

    /// <summary>Top-level types stand at the margin, since namespaces have no braces.</summary>
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*"
        + @"(?:class|interface|enum|record\s+struct|record\s+class|record|struct|delegate\s+[\w<>?,\[\] ]+?)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\bHashSet<Guid>|\b(?:Concurrent)?Dictionary<Guid, [^;()]+?>(?:\(\)| \w+ = \[\])")]
    private static partial Regex TableById();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
