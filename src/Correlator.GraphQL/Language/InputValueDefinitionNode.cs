namespace Correlator.GraphQL.Language;

/// <summary>An argument, or a field of an input object.</summary>
public sealed record InputValueDefinitionNode(
    NameNode Name,
    TypeNode Type,
    ValueNode? DefaultValue,
    IReadOnlyList<DirectiveNode> Directives,
    StringValueNode? Description,
    Location Location)
    : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => DefaultValue is null ? [Type, .. Directives] : [Type, DefaultValue, .. Directives];
}
