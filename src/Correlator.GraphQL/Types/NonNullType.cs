namespace Correlator.GraphQL.Types;

/// <summary>A type without null.</summary>
public sealed class NonNullType(GraphQLType inner) : GraphQLType
{
    /// <summary>The type that allows null.</summary>
    public GraphQLType Inner => inner;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is NonNullType other && other.Inner.Equals(inner);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine('!', inner);

    /// <inheritdoc />
    public override string ToString() => $"{inner}!";
}
