namespace Correlator.GraphQL.Annotations;

/// <summary>The class adds its public methods as fields to the object type of another class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute<T>() : ExtendObjectTypeAttribute(typeof(T));
