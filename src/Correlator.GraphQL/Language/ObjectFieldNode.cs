namespace Correlator.GraphQL.Language;

/// <summary>One named value of an object.</summary>
public sealed record ObjectFieldNode(NameNode Name, ValueNode Value, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [Value];
}
