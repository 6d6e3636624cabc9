namespace Correlator.GraphQL.Types;

/// <summary>A list.</summary>
public sealed class ListType(GraphQLType inner) : GraphQLType
{
    /// <summary>The type of the items.</summary>
    public GraphQLType Inner => inner;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ListType other && other.Inner.Equals(inner);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine('[', inner);

    /// <inheritdoc />
    public override string ToString() => $"[{inner}]";
}
