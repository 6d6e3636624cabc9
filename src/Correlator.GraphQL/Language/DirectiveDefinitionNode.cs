namespace Correlator.GraphQL.Language;

/// <summary>A directive that documents may use.</summary>
public sealed record DirectiveDefinitionNode(
    NameNode Name,
    IReadOnlyList<InputValueDefinitionNode> Arguments,
    bool IsRepeatable,
    IReadOnlyList<NameNode> Locations,
    StringValueNode? Description,
    Location Location)
    : DefinitionNode(Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Arguments;
}
