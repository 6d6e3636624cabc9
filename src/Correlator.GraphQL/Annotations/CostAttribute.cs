namespace Correlator.GraphQL.Annotations;

/// <summary>What running the field once weighs against the limit on the cost of an operation.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class CostAttribute(int weight) : Attribute
{
    /// <summary>The weight.</summary>
    public int Weight => weight;
}
