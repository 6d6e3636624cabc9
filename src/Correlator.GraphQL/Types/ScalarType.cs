using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>A scalar, and how its values are read and written. Each function throws a <see cref="GraphQLException"/> when it cannot.</summary>
public sealed class ScalarType(string name, string? description = null, string? specifiedByUrl = null) : NamedType(name, description)
{
    /// <summary>Where its format is described.</summary>
    public string? SpecifiedByUrl => specifiedByUrl;

    /// <summary>Reads a value of a variable.</summary>
    public Func<object, object?> ParseValue { get; init; } = value => value;

    /// <summary>Reads a literal; the variables are those of the operation. Null: as the value that the literal describes.</summary>
    public Func<ValueNode, object?>? ParseLiteral { get; init; }

    /// <summary>Makes of a resolver's result what the answer carries.</summary>
    public Func<object, object?> Serialize { get; init; } = value => value;
}
