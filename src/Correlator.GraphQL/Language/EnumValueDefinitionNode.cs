namespace Correlator.GraphQL.Language;

/// <summary>One value of an enum.</summary>
public sealed record EnumValueDefinitionNode(
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    StringValueNode? Description,
    Location Location)
    : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Directives;
}
