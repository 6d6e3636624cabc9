namespace Correlator.GraphQL.Language;

/// <summary>Fields and fragments in braces.</summary>
public sealed record SelectionSetNode(IReadOnlyList<SelectionNode> Selections, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Selections;
}
