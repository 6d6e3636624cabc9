namespace Correlator.GraphQL.Language;

/// <summary><c>null</c>.</summary>
public sealed record NullValueNode(Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
