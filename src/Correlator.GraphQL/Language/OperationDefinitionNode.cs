namespace Correlator.GraphQL.Language;

/// <summary>A query, mutation or subscription.</summary>
public sealed record OperationDefinitionNode(
    OperationType Operation,
    NameNode? Name,
    IReadOnlyList<VariableDefinitionNode> VariableDefinitions,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    StringValueNode? Description,
    Location Location)
    : ExecutableDefinitionNode(Description, Directives, SelectionSet, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. VariableDefinitions, .. Directives, SelectionSet];
}
