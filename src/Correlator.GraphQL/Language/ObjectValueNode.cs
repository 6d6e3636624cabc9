namespace Correlator.GraphQL.Language;

/// <summary>Named values in braces.</summary>
public sealed record ObjectValueNode(IReadOnlyList<ObjectFieldNode> Fields, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => Fields;
}
