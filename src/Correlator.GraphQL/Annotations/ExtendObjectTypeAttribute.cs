namespace Correlator.GraphQL.Annotations;

/// <summary>The class adds its public methods as fields to the object type of another class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class ExtendObjectTypeAttribute(Type runtimeType) : Attribute
{
    /// <summary>The class whose object type gets the fields.</summary>
    public Type RuntimeType => runtimeType;

    /// <summary>Properties of that class that are no fields.</summary>
    public string[] IgnoreProperties { get; init; } = [];
}
