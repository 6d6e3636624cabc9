namespace Correlator.GraphQL.Language;

/// <summary>An object or interface: a type with fields.</summary>
public abstract record ComplexTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<NamedTypeNode> Interfaces,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<FieldDefinitionNode> Fields,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : TypeDefinitionNode(Name, Directives, IsExtension, Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Interfaces, .. Directives, .. Fields];
}
