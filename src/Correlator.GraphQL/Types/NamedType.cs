namespace Correlator.GraphQL.Types;

/// <summary>A type with a name.</summary>
public abstract class NamedType(string name, string? description) : GraphQLType
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it is, for people.</summary>
    public string? Description => description;

    /// <inheritdoc />
    public override string ToString() => name;
}
