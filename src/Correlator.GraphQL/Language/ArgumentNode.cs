namespace Correlator.GraphQL.Language;

/// <summary>An argument given to a field or directive.</summary>
public sealed record ArgumentNode(NameNode Name, ValueNode Value, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [Value];
}
