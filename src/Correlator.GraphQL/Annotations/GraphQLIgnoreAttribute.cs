namespace Correlator.GraphQL.Annotations;

/// <summary>The member is no part of the schema.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
public sealed class GraphQLIgnoreAttribute : Attribute;
