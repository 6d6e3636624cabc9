namespace Correlator.GraphQL.Annotations;

/// <summary>The static method finds an object of the type by its id.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;
