using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>Reads a field that has neither resolver nor getter.</summary>
internal static class DefaultReader
{
    /// <summary>From a dictionary by the field's name; an event of a subscription that has no such entry is the value itself.</summary>
    public static Func<object, object?> Of(ObjectType type, string field, bool isEvent) => source =>
        source switch
        {
            IReadOnlyDictionary<string, object?> map when map.TryGetValue(field, out var value) => value,
            _ when isEvent => source,
            IReadOnlyDictionary<string, object?> => null,
            _ => throw new InvalidOperationException(
                $"\"{type}.{field}\" has neither resolver nor getter, and its source is {source?.GetType().Name ?? "null"}, not a dictionary."),
        };
}
