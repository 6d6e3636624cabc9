namespace Correlator.GraphQL.Language;

/// <summary>An operation or a fragment.</summary>
public abstract record ExecutableDefinitionNode(
    StringValueNode? Description,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    Location Location)
    : DefinitionNode(Description, Location);
