namespace Correlator.GraphQL.Annotations;

/// <summary>The interface or base class is an interface type; the object types of the classes below it implement it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the type; by default that of the class.</summary>
    public string? Name => name;
}
