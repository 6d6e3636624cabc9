using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Correlator.GraphQL.Building;

/// <summary>Makes C# values of scalars that were read as another type than the one that is asked for.</summary>
internal static class LeafReader
{
    /// <summary>A value as it came, or converted.</summary>
    /// <exception cref="GraphQLException">It is outside the range of the type.</exception>
    public static T Read<T>(object? value)
    {
        if (value is T typed)
        {
            return typed;
        }

        if (value is null)
        {
            return default!;
        }

        try
        {
            return (T)Convert(value, typeof(T));
        }
        catch (Exception exception) when (exception is OverflowException or FormatException or InvalidCastException)
        {
            throw new GraphQLException($"{typeof(T).Name} cannot represent value: {Types.Inspect.Value(value)}");
        }
    }

    /// <summary>Reads a type of its text form; null if it has none.</summary>
    public static Func<string, T>? OfText<T>()
    {
        if (typeof(T) == typeof(string))
        {
            return text => (T)(object)text;
        }

        var isParsable = typeof(T).GetInterfaces().Any(found => found.IsMadeOf(typeof(IParsable<>)) && found.GetGenericArguments()[0] == typeof(T));
        if (!isParsable)
        {
            return null;
        }

        var parser = typeof(LeafReader).GetMethod(nameof(Parser), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(typeof(T));
        return parser.CreateDelegate<Func<Func<string, T>>>()();
    }

    private static Func<string, T> Parser<T>()
        where T : IParsable<T> => text => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException();

    private static object Convert(object value, Type type) => value switch
    {
        DateTimeOffset instant when type == typeof(DateTime) => instant.UtcDateTime,
        _ when type == typeof(JsonElement) => JsonSerializer.SerializeToElement(value),
        _ when typeof(System.Text.Json.Nodes.JsonNode).IsAssignableFrom(type) => JsonSerializer.SerializeToNode(value)!,
        string text when type == typeof(Guid) => Guid.Parse(text),
        _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };
}
