namespace Correlator.GraphQL.Language;

/// <summary>A number with fraction or exponent, as it was written.</summary>
public sealed record FloatValueNode(string Value, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
