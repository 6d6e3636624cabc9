namespace Correlator.GraphQL.Types;

/// <summary>A union of object types.</summary>
public sealed class UnionType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its members.</summary>
    public IList<ObjectType> Types { get; } = [];
}
