namespace Correlator.GraphQL.Language;

/// <summary>A scalar.</summary>
public sealed record ScalarTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : TypeDefinitionNode(Name, Directives, IsExtension, Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Directives;
}
