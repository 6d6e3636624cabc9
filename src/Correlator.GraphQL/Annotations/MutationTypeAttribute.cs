namespace Correlator.GraphQL.Annotations;

/// <summary>The class adds its public methods and properties to the type Mutation.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MutationTypeAttribute : Attribute;
