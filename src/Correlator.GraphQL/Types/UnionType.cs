namespace Correlator.GraphQL.Types;

/// <summary>A union of object types.</summary>
public sealed class UnionType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its members.</summary>
    public IList<ObjectType> Types { get; } = [];

    /// <summary>Says of which object type a value is; null: a dictionary says it under <c>__typename</c>.</summary>
    public Func<object, ObjectType?>? TypeResolver { get; set; }
}
