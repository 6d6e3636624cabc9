using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Types;

/// <summary>A type with fields.</summary>
public abstract class ComplexType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its fields by name, in the order of their definition.</summary>
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The interfaces that it says to implement.</summary>
    public IList<InterfaceType> Interfaces { get; } = [];

    /// <summary>Gives a field, known from its definition, the function that finds its value. To be done before the schema is used.</summary>
    public void Resolve(string field, FieldResolver resolver) => Fields[field] = Fields[field] with { Resolver = resolver };

    /// <summary>Gives a field the function that reads its value from the source.</summary>
    public void Read(string field, Func<object, object?> getter) => Fields[field] = Fields[field] with { Getter = getter };

    /// <summary>Gives a field of the subscription type the function that opens its stream.</summary>
    public void Subscribe(string field, FieldSubscriber subscriber) => Fields[field] = Fields[field] with { Subscriber = subscriber };
}
