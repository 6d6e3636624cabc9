namespace Correlator.GraphQL.Types;

/// <summary>A type with fields.</summary>
public abstract class ComplexType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its fields by name, in the order of their definition.</summary>
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The interfaces that it says to implement.</summary>
    public IList<InterfaceType> Interfaces { get; } = [];
}
