namespace Correlator.GraphQL.Types;

/// <summary>An enum; its values are their names.</summary>
public sealed class EnumType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its values by name.</summary>
    public OrderedDictionary<string, EnumValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of what a resolver returned; null if it is none of the values. Texts are names already; arguments always are.</summary>
    public Func<object, string?> NameOf { get; set; } = value => value as string ?? (value as Enum)?.ToString();
}
