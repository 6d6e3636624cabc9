namespace Correlator.GraphQL.Language;

/// <summary>A whole document: operations and fragments, or definitions of types.</summary>
public sealed record DocumentNode(IReadOnlyList<DefinitionNode> Definitions, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Definitions;
}
