namespace Correlator.GraphQL.Annotations;

/// <summary>
/// The class is an object type, and its public methods are fields as its properties are. With a type argument: the
/// class adds fields to the object type of that class.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public class ObjectTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the type; by default that of the class.</summary>
    public string? Name => name;

    /// <summary>The class whose object type this is.</summary>
    public virtual Type? RuntimeType => null;

    /// <summary>Properties of the class that are no fields.</summary>
    public string[] IgnoreProperties { get; init; } = [];
}
