namespace Correlator.GraphQL.Annotations;

/// <summary>The state that came with the request.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GlobalStateAttribute : Attribute;
