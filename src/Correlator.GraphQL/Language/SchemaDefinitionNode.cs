namespace Correlator.GraphQL.Language;

/// <summary>The root types of a schema, or what is added to them.</summary>
public sealed record SchemaDefinitionNode(
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<OperationTypeNode> OperationTypes,
    bool IsExtension,
    StringValueNode? Description,
    Location Location)
    : DefinitionNode(Description, Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [.. Directives, .. OperationTypes];
}
