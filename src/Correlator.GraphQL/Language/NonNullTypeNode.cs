namespace Correlator.GraphQL.Language;

/// <summary>A type without null.</summary>
public sealed record NonNullTypeNode(TypeNode Type, Location Location) : TypeNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [Type];
}
