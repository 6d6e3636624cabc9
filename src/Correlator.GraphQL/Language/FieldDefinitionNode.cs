namespace Correlator.GraphQL.Language;

/// <summary>A field of an object or interface.</summary>
public sealed record FieldDefinitionNode(
    NameNode Name,
    IReadOnlyList<InputValueDefinitionNode> Arguments,
    TypeNode Type,
    IReadOnlyList<DirectiveNode> Directives,
    StringValueNode? Description,
    Location Location)
    : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Arguments, Type, .. Directives];
}
