namespace Correlator.GraphQL.Language;

/// <summary>What stands at the top of a document.</summary>
public abstract record DefinitionNode(StringValueNode? Description, Location Location) : SyntaxNode(Location);
