namespace Correlator.GraphQL.Annotations;

/// <summary>The field is a connection, as with <see cref="UsePagingAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class UseConnectionAttribute : UsePagingAttribute;
