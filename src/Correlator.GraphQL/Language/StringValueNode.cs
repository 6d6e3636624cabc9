namespace Correlator.GraphQL.Language;

/// <summary>A text, its escapes resolved or its common indent removed.</summary>
public sealed record StringValueNode(string Value, bool IsBlock, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
