namespace Correlator.GraphQL.Language;

/// <summary>An input object.</summary>
public sealed record InputObjectTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<InputValueDefinitionNode> Fields,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : TypeDefinitionNode(Name, Directives, IsExtension, Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Directives, .. Fields];
}
