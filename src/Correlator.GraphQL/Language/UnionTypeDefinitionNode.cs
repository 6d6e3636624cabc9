namespace Correlator.GraphQL.Language;

/// <summary>A union.</summary>
public sealed record UnionTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<NamedTypeNode> Types,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : TypeDefinitionNode(Name, Directives, IsExtension, Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Directives, .. Types];
}
