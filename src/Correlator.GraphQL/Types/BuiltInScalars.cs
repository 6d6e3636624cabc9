using System.Globalization;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>The five scalars of the specification (section 3.5), as strict and as lenient as the reference implementation.</summary>
public static class BuiltInScalars
{
    private const string NotWhole = "Int cannot represent non-integer value";
    private const string NotNumeric = "Float cannot represent non numeric value";
    private const string NotText = "String cannot represent a non string value";
    private const string NotTruth = "Boolean cannot represent a non boolean value";

    /// <summary>A 32-bit integer.</summary>
    public static ScalarType WholeNumber { get; } = new(
        "Int",
        "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.")
    {
        ParseLiteral = node => node is IntValueNode number
            ? Narrow(double.Parse(number.Value, CultureInfo.InvariantCulture), number.Value)
            : throw Bad(NotWhole, Printer.Print(node)),
        ParseValue = value => Number(value) is { } number ? Narrow(number, Inspect.Value(value)) : throw Bad(NotWhole, Inspect.Value(value)),
        Serialize = value => value is int
            ? value
            : Narrow(Number(value) ?? Lenient(value) ?? throw Bad(NotWhole, Inspect.Value(value)), Inspect.Value(value)),
    };

    /// <summary>A number.</summary>
    public static ScalarType Fraction { get; } = new(
        "Float",
        "The `Float` scalar type represents signed double-precision fractional values as specified by "
        + "[IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).")
    {
        ParseLiteral = node => node switch
        {
            IntValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
            FloatValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
            _ => throw Bad(NotNumeric, Printer.Print(node)),
        },
        ParseValue = value => Number(value) ?? throw Bad(NotNumeric, Inspect.Value(value)),
        Serialize = value => value switch
        {
            double fraction when double.IsFinite(fraction) => value,
            _ when (Number(value) ?? Lenient(value)) is { } number && double.IsFinite(number) => number,
            _ => throw Bad(NotNumeric, Inspect.Value(value)),
        },
    };

    /// <summary>A text.</summary>
    public static ScalarType Text { get; } = new(
        "String",
        "The `String` scalar type represents textual data, represented as UTF-8 character sequences. "
        + "The String type is most often used by GraphQL to represent free-form human-readable text.")
    {
        ParseLiteral = node => node is StringValueNode text ? text.Value : throw Bad(NotText, Printer.Print(node)),
        ParseValue = value => value as string ?? throw Bad(NotText, Inspect.Value(value)),
        Serialize = value => value switch
        {
            string or bool => value as string ?? ((bool)value ? "true" : "false"),
            _ when Number(value) is { } number => Inspect.Number(number),
            _ when !Inspect.IsStructure(value) => Convert.ToString(value, CultureInfo.InvariantCulture),
            _ => throw new GraphQLException($"String cannot represent value: {Inspect.Value(value)}"),
        },
    };

    /// <summary>True or false.</summary>
    public static ScalarType Truth { get; } = new("Boolean", "The `Boolean` scalar type represents `true` or `false`.")
    {
        ParseLiteral = node => node is BooleanValueNode boolean ? boolean.Value : throw Bad(NotTruth, Printer.Print(node)),
        ParseValue = value => value is bool ? value : throw Bad(NotTruth, Inspect.Value(value)),
        Serialize = value => value switch
        {
            bool => value,
            _ when Number(value) is { } number => number != 0,
            _ => throw Bad(NotTruth, Inspect.Value(value)),
        },
    };

    /// <summary>An identifier.</summary>
    public static ScalarType Identifier { get; } = new(
        "ID",
        "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. "
        + "The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. "
        + "When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.")
    {
        ParseLiteral = node => node switch
        {
            StringValueNode text => text.Value,
            IntValueNode number => number.Value,
            _ => throw new GraphQLException($"ID cannot represent a non-string and non-integer value: {Printer.Print(node)}"),
        },
        ParseValue = Id,
        Serialize = value => value as string ?? (value is Guid id ? id.ToString() : Id(value)),
    };

    /// <summary>All five.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [WholeNumber, Fraction, Text, Truth, Identifier];

    private static object? Id(object value) => value switch
    {
        string text => text,
        _ when Number(value) is { } number && Math.Truncate(number) == number =>
            value is double ? Inspect.Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => throw new GraphQLException($"ID cannot represent value: {Inspect.Value(value)}"),
    };

    private static double? Number(object value) =>
        value is int or long or double or float or short or byte or uint or ulong or decimal ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    private static double? Lenient(object value) => value switch
    {
        bool truth => truth ? 1 : 0,
        string { Length: > 0 } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object Narrow(double number, string shown) =>
        Math.Truncate(number) != number ? throw Bad(NotWhole, shown)
        : number is > int.MaxValue or < int.MinValue ? throw new GraphQLException($"Int cannot represent non 32-bit signed integer value: {shown}")
        : (int)number;

    private static GraphQLException Bad(string reason, string shown) => new($"{reason}: {shown}");
}
