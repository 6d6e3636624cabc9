namespace Correlator.GraphQL.Language;

/// <summary>An enum.</summary>
public sealed record EnumTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<EnumValueDefinitionNode> Values,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : TypeDefinitionNode(Name, Directives, IsExtension, Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Directives, .. Values];
}
