namespace Correlator.GraphQL.Language;

/// <summary>A value in a document.</summary>
public abstract record ValueNode(Location Location) : SyntaxNode(Location);
