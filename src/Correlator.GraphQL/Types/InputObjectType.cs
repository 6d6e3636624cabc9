namespace Correlator.GraphQL.Types;

/// <summary>An input object.</summary>
public sealed class InputObjectType(string name, string? description, bool isOneOf) : NamedType(name, description)
{
    /// <summary>Whether exactly one field must be given.</summary>
    public bool IsOneOf => isOneOf;

    /// <summary>Its fields by name.</summary>
    public OrderedDictionary<string, InputValue> Fields { get; } = new(StringComparer.Ordinal);
}
