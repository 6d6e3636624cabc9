namespace Correlator.GraphQL.Annotations;

/// <summary>The interface or base class is a union of the object types of the classes below it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the type; by default that of the class.</summary>
    public string? Name => name;
}
