namespace Correlator.GraphQL.Language;

/// <summary>The definition of a named type, or an extension of one.</summary>
public abstract record TypeDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : DefinitionNode(Description, Location);
