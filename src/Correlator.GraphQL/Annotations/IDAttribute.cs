namespace Correlator.GraphQL.Annotations;

/// <summary>
/// The value is an opaque global id in the schema: of the type that declares it, or of the type named here; an argument without a name takes ids of every type.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter, Inherited = false)]
public class IDAttribute(string? typeName = null) : Attribute
{
    /// <summary>The name of the type whose ids these are.</summary>
    public string? TypeName => typeName;

    /// <summary>The class of the type whose ids these are.</summary>
    public virtual Type? RuntimeType => null;
}
