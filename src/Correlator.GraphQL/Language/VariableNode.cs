namespace Correlator.GraphQL.Language;

/// <summary>A variable, used.</summary>
public sealed record VariableNode(NameNode Name, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
