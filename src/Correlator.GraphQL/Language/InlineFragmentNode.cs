namespace Correlator.GraphQL.Language;

/// <summary>A fragment without a name.</summary>
public sealed record InlineFragmentNode(
    NamedTypeNode? TypeCondition,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    Location Location)
    : SelectionNode(Directives, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => TypeCondition is null ? [.. Directives, SelectionSet] : [TypeCondition, .. Directives, SelectionSet];
}
