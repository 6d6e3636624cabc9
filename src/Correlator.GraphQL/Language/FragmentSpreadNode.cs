namespace Correlator.GraphQL.Language;

/// <summary>A named fragment, used.</summary>
public sealed record FragmentSpreadNode(NameNode Name, IReadOnlyList<DirectiveNode> Directives, Location Location) : SelectionNode(Directives, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Directives;
}
