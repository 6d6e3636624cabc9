namespace Correlator.GraphQL.Types;

/// <summary>An enum; its values are their names.</summary>
public sealed class EnumType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its values by name.</summary>
    public OrderedDictionary<string, EnumValue> Values { get; } = new(StringComparer.Ordinal);
}
