using System.Text;

namespace Correlator.GraphQL.Language;

/// <summary>Block strings: their common indent is not part of their value.</summary>
internal static class BlockText
{
    public static string Dedent(IReadOnlyList<string> lines)
    {
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var indent = Indent(lines[i]);
            if (indent == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;
            common = i > 0 ? Math.Min(common, indent) : common;
        }

        if (first < 0)
        {
            return "";
        }

        var kept = Enumerable.Range(first, last - first + 1);
        return string.Join('\n', kept.Select(i => i == 0 ? lines[i] : lines[i][Math.Min(common, lines[i].Length)..]));
    }

    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.Split('\n');
        var isSingle = lines.Length == 1;
        var leading = !isSingle && lines.Skip(1).All(line => line.Length == 0 || Characters.IsBlank(line[0]));
        var endsWithQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var trailing = (value.EndsWith('"') && !endsWithQuotes) || value.EndsWith('\\');
        var isMultiple = !isSingle || value.Length > 70 || trailing || leading || endsWithQuotes;
        var text = new StringBuilder("\"\"\"");
        if ((isMultiple && !(isSingle && value.Length > 0 && Characters.IsBlank(value[0]))) || leading)
        {
            text.Append('\n');
        }

        text.Append(escaped);
        return text.Append(isMultiple ? "\n" : "").Append("\"\"\"").ToString();
    }

    private static int Indent(string line)
    {
        var i = 0;
        while (i < line.Length && Characters.IsBlank(line[i]))
        {
            i++;
        }

        return i;
    }
}
