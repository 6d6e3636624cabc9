namespace Correlator.GraphQL.Language;

/// <summary>A type by its name.</summary>
public sealed record NamedTypeNode(NameNode Name, Location Location) : TypeNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
