namespace Correlator.GraphQL.Language;

/// <summary>An object type.</summary>
public sealed record ObjectTypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<NamedTypeNode> Interfaces,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<FieldDefinitionNode> Fields,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : ComplexTypeDefinitionNode(Name, Interfaces, Directives, Fields, IsExtension, Description, Location);
