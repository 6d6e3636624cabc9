using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Correlator.Tests.Hosting;

/// <summary>The table of options as the option classes have it: key, default, and what the class says of it.</summary>
internal static partial class ConfigurationPage
{
    public const string Begin = "<!-- options: begin -->";
    public const string End = "<!-- options: end -->";

    public static string Table(Assembly assembly, XDocument documentation)
    {
        var options = assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal);
        var rows = options.SelectMany(type => Rows(type, documentation));
        return $"{Begin}\n| key | default | meaning |\n|---|---|---|\n{string.Concat(rows.Select(row => row + "\n"))}{End}";
    }

    public static string InPage(string page) => page[page.IndexOf(Begin, StringComparison.Ordinal)..(page.IndexOf(End, StringComparison.Ordinal) + End.Length)];

    private static IEnumerable<string> Rows(Type type, XDocument documentation)
    {
        var defaults = Activator.CreateInstance(type);
        var section = type.GetField("Section")?.GetRawConstantValue();
        return type.GetProperties().Select(property =>
        {
            var meaning = Meaning(documentation, $"P:{type.FullName}.{property.Name}");
            return $"| `{section}:{property.Name}` | {Default(property.GetValue(defaults))} | {meaning} |";
        });
    }

    private static string Default(object? value) => value switch
    {
        null or "" or System.Collections.ICollection { Count: 0 } => "(none)",
        TimeSpan span => $"`{span.ToString(@"hh\:mm\:ss\.FFFFFFF", CultureInfo.InvariantCulture).TrimEnd('.')}`",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Meaning(XDocument documentation, string member)
    {
        var summary = documentation.Descendants("member").FirstOrDefault(element => element.Attribute("name")?.Value == member)?.Element("summary")
            ?? throw new InvalidOperationException($"{member} has no summary: say what the option means.");
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XText plain => plain.Value,
            _ => "",
        }));
        return Space().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
