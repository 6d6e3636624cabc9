namespace Correlator.GraphQL.Language;

/// <summary>A list of values.</summary>
public sealed record ListValueNode(IReadOnlyList<ValueNode> Values, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Values;
}
