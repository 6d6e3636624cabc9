namespace Correlator.GraphQL.Annotations;

/// <summary>The type can be fetched again by its global id: it implements Node. Stands on the class, or on the one that adds fields to it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class NodeAttribute : Attribute
{
    /// <summary>The property that holds the id.</summary>
    public string IdField { get; init; } = "Id";
}
