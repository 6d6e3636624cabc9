namespace Correlator.GraphQL.Language;

/// <summary>A name.</summary>
public sealed record NameNode(string Value, Location Location) : SyntaxNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];

    /// <inheritdoc />
    public override string ToString() => Value;
}
