using System.Text.RegularExpressions;

namespace Correlator.Tests.Architecture;

public sealed partial class LinkTests
{
    [Fact]
    public void EveryLinkBetweenPages_LeadsToAFileAndAHeadingThatAreThere() => Pages().SelectMany(BrokenLinks).ShouldBeEmpty();

    [Fact]
    public void EveryPage_IsReachedFromTheReadme()
    {
        var (reached, waiting) = (new HashSet<string>(), new Queue<string>([Repository.PathOf("README.md")]));
        while (waiting.TryDequeue(out var page))
        {
            if (reached.Add(page))
            {
                var pages = Links(page).Select(link => link.Path).Where(path => path.EndsWith(".md", StringComparison.Ordinal));
                pages.Where(File.Exists).ToList().ForEach(waiting.Enqueue);
            }
        }

        Pages().Except(reached).Select(page => Path.GetRelativePath(Repository.Root, page)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Pages() =>
        [Repository.PathOf("README.md"), .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Select(Path.GetFullPath)];

    private static IEnumerable<string> BrokenLinks(string page) => Links(page)
        .Where(link => !Path.Exists(link.Path) || (link.Heading.Length > 0 && !Headings(link.Path).Contains(link.Heading)))
        .Select(link => $"{Path.GetRelativePath(Repository.Root, page)}: {Path.GetRelativePath(Repository.Root, link.Path)}#{link.Heading}");

    private static IEnumerable<(string Path, string Heading)> Links(string page) => Link().Matches(File.ReadAllText(page))
        .Select(link => link.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal))
        .Select(target => target.Split('#', 2))
        .Select(parts => (parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page) ?? ""), parts.Length > 1 ? parts[1] : ""));

    /// <summary>As they are addressed: in lower case, blanks as dashes, other signs left out.</summary>
    private static IEnumerable<string> Headings(string page) => File.ReadLines(page).Where(line => line.StartsWith('#'))
        .Select(line => OtherSigns().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex OtherSigns();
}
