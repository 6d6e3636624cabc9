using System.Globalization;
using System.Text;

namespace Correlator.GraphQL.Building;

/// <summary>Ids that are unique among all types: the base64 form of the type's name, a colon, and the key.</summary>
internal static class GlobalId
{
    public static string Write(string typeName, object key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{Convert.ToString(key, CultureInfo.InvariantCulture)}"));

    /// <summary>The name of the type, and the key.</summary>
    /// <exception cref="GraphQLException">It is no such id.</exception>
    public static (string TypeName, string Key) Split(string id)
    {
        var bytes = new byte[id.Length];
        if (Convert.TryFromBase64String(id, bytes, out var length))
        {
            var text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
            if (text.IndexOf(':') is var colon and > 0)
            {
                return (text[..colon], text[(colon + 1)..]);
            }
        }

        throw Invalid(id);
    }

    public static T Read<T>(string id, string? typeName, Func<string, T> parse)
    {
        var (name, key) = Split(id);
        if (typeName is not null && name != typeName)
        {
            throw new GraphQLException($"The id \"{id}\" is one of {name}, not of {typeName}.");
        }

        try
        {
            return parse(key);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw Invalid(id);
        }
    }

    private static GraphQLException Invalid(string id) => new($"The id \"{id}\" has no valid format.");
}
