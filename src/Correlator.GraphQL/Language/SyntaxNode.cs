namespace Correlator.GraphQL.Language;

/// <summary>A node of a parsed document. Nodes are compared as references where identity matters; two nodes at different places are different.</summary>
public abstract record SyntaxNode(Location Location)
{
    /// <summary>The nodes below this one, in the order of the text.</summary>
    public abstract IEnumerable<SyntaxNode> Children { get; }
}
