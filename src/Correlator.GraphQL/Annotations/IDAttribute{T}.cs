namespace Correlator.GraphQL.Annotations;

/// <summary>The value is an opaque global id of the object type of a class.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter, Inherited = false)]
public sealed class IDAttribute<T> : IDAttribute
{
    /// <inheritdoc />
    public override Type RuntimeType => typeof(T);
}
