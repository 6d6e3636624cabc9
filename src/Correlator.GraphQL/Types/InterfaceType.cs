namespace Correlator.GraphQL.Types;

/// <summary>An interface.</summary>
public sealed class InterfaceType(string name, string? description) : ComplexType(name, description)
{
    /// <summary>Says of which object type a value is; null: a dictionary says it under <c>__typename</c>.</summary>
    public Func<object, ObjectType?>? TypeResolver { get; set; }
}
