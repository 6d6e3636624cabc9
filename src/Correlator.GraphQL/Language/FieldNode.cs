namespace Correlator.GraphQL.Language;

/// <summary>A field that is asked for.</summary>
public sealed record FieldNode(
    NameNode? Alias,
    NameNode Name,
    IReadOnlyList<ArgumentNode> Arguments,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode? SelectionSet,
    Location Location)
    : SelectionNode(Directives, Location)
{
    /// <summary>The name that the answer uses.</summary>
    public string ResponseName => (Alias ?? Name).Value;

    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => SelectionSet is null ? [.. Arguments, .. Directives] : [.. Arguments, .. Directives, SelectionSet];
}
