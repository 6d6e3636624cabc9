namespace Correlator.GraphQL.Language;

/// <summary>A name that stands for a value.</summary>
public sealed record EnumValueNode(string Value, Location Location) : ValueNode(Location)
{
    /// <inheritdoc />
    public override IEnumerable<SyntaxNode> Children => [];
}
