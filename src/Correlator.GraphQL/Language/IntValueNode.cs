namespace Correlator.GraphQL.Language;

/// <summary>A number without fraction or exponent, as it was written.</summary>
public sealed record IntValueNode(string Value, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
