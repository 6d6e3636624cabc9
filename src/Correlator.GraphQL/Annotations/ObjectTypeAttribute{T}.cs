namespace Correlator.GraphQL.Annotations;

/// <summary>The class adds its public static methods as fields to the object type of a class, which may know nothing of GraphQL.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ObjectTypeAttribute<T>(string? name = null) : ObjectTypeAttribute(name)
{
    /// <inheritdoc />
    public override Type RuntimeType => typeof(T);
}
