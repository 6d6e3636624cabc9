namespace Correlator.GraphQL.Language;

/// <summary>A named fragment.</summary>
public sealed record FragmentDefinitionNode(
    NameNode Name,
    NamedTypeNode TypeCondition,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    StringValueNode? Description,
    Location Location)
    : ExecutableDefinitionNode(Description, Directives, SelectionSet, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [TypeCondition, .. Directives, SelectionSet];
}
