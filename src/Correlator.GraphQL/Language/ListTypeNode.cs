namespace Correlator.GraphQL.Language;

/// <summary>A list of another type.</summary>
public sealed record ListTypeNode(TypeNode Type, Location Location) : TypeNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [Type];
}
