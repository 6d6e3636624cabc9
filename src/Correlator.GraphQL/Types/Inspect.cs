using System.Collections;
using System.Globalization;

namespace Correlator.GraphQL.Types;

/// <summary>How an error shows a value: of big ones as much as the reference implementation does, and no text without end.</summary>
internal static class Inspect
{
    private const int MaxDepth = 2;
    private const int MaxItems = 10;
    private const int MaxLength = 1_000;

    public static string Value(object? value) => Short(Value(value, 0));

    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether a value is made of others and so is no leaf.</summary>
    public static bool IsStructure(object value) => value is not string && value is IEnumerable;

    private static string Value(object? value, int depth) => value switch
    {
        null => "null",
        string text => Language.Printer.Quote(Short(text)),
        bool truth => truth ? "true" : "false",
        double number => Number(number),
        IReadOnlyDictionary<string, object?> { Count: 0 } => "{}",
        IReadOnlyDictionary<string, object?> when depth >= MaxDepth => "[Object]",
        IReadOnlyDictionary<string, object?> map => $"{{ {string.Join(", ", Fields(map, depth))} }}",
        IEnumerable list => List([.. list.Cast<object?>()], depth),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static IEnumerable<string> Fields(IReadOnlyDictionary<string, object?> map, int depth) =>
        map.Take(MaxLength).Select(pair => $"{Short(pair.Key)}: {Value(pair.Value, depth + 1)}");

    private static string List(List<object?> items, int depth)
    {
        if (items.Count > 0 && depth >= MaxDepth)
        {
            return "[Array]";
        }

        var shown = items.Take(MaxItems).Select(item => Value(item, depth + 1)).ToList();
        if (items.Count > MaxItems)
        {
            shown.Add($"... {items.Count - MaxItems} more item{(items.Count - MaxItems == 1 ? "" : "s")}");
        }

        return $"[{string.Join(", ", shown)}]";
    }

    private static string Short(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "...";
}
