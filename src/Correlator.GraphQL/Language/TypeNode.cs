namespace Correlator.GraphQL.Language;

/// <summary>A reference to a type.</summary>
public abstract record TypeNode(Location Location) : SyntaxNode(Location);
