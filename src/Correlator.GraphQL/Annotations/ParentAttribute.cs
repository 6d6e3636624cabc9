namespace Correlator.GraphQL.Annotations;

/// <summary>The object whose field is asked for.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;
