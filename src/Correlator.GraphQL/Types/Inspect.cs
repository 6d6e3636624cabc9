using System.Collections;
using System.Globalization;

namespace Correlator.GraphQL.Types;

/// <summary>How an error shows a value.</summary>
internal static class Inspect
{
    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => Language.Printer.Quote(text),
        bool truth => truth ? "true" : "false",
        double number => Number(number),
        IReadOnlyDictionary<string, object?> map => map.Count == 0 ? "{}" : $"{{ {string.Join(", ", map.Select(pair => $"{pair.Key}: {Value(pair.Value)}"))} }}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Value))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether a value is made of others and so is no leaf.</summary>
    public static bool IsStructure(object value) => value is not string && value is IEnumerable;
}
