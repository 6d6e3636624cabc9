using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Types;

/// <summary>A field of an object or interface. Without resolver and getter its value is read from a source that is a dictionary.</summary>
public sealed record FieldDefinition(
    string Name,
    GraphQLType Type,
    OrderedDictionary<string, InputValue> Arguments,
    string? Description,
    string? DeprecationReason)
{
    /// <summary>Finds the value; may wait, may use arguments.</summary>
    public FieldResolver? Resolver { get; init; }

    /// <summary>Reads the value from the source at once; cheaper than a resolver, and taken if there is no resolver.</summary>
    public Func<object, object?>? Getter { get; init; }

    /// <summary>Opens the stream of events of a field of the subscription type.</summary>
    public FieldSubscriber? Subscriber { get; init; }

    /// <summary>What running it once weighs against <see cref="GraphQLOptions.MaxCost"/>: 1 if a resolver runs, else 0, unless said otherwise.</summary>
    public int? Cost { get; init; }

    internal int Weight => Cost ?? (Resolver is null ? 0 : 1);

    /// <summary>The arguments that say how many items come, as <c>first</c> and <c>last</c> do.</summary>
    public IReadOnlyList<string> SizeArguments { get; init; } = [];

    /// <summary>If the field is no list itself: the lists below it that the size arguments limit.</summary>
    public IReadOnlyList<string> SizedFields { get; init; } = ["edges", "nodes"];

    /// <summary>How many items to count when no size argument is given; null takes <see cref="GraphQLOptions.DefaultListSize"/>.</summary>
    public int? AssumedSize { get; init; }
}
