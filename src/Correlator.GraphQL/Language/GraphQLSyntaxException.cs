namespace Correlator.GraphQL.Language;

/// <summary>A document that cannot be read.</summary>
public sealed class GraphQLSyntaxException(string source, int position, string reason) : Exception($"Syntax Error: {reason}")
{
    /// <summary>Where reading stopped.</summary>
    public Location Location { get; } = Location.At(source, position);
}
