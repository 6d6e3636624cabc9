using System.Text.Json;

namespace Correlator.GraphQL.Execution;

/// <summary>Makes of JSON the values that variables are coerced from.</summary>
internal static class JsonValues
{
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.Object => Map(element),
        _ => null,
    };

    private static Dictionary<string, object?> Map(JsonElement element)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            map[property.Name] = Of(property.Value);
        }

        return map;
    }
}
