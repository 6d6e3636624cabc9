namespace Correlator.GraphQL.Language;

/// <summary>The type at the root of one kind of operation.</summary>
public sealed record OperationTypeNode(OperationType Operation, NamedTypeNode Type, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [Type];
}
