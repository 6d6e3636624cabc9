namespace Correlator.GraphQL.Language;

/// <summary>A variable that an operation declares.</summary>
public sealed record VariableDefinitionNode(
    VariableNode Variable,
    TypeNode Type,
    ValueNode? DefaultValue,
    IReadOnlyList<DirectiveNode> Directives,
    StringValueNode? Description,
    Location Location)
    : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => DefaultValue is null ? [Variable, Type, .. Directives] : [Variable, Type, DefaultValue, .. Directives];
}
