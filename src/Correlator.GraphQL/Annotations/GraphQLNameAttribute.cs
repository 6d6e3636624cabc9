namespace Correlator.GraphQL.Annotations;

/// <summary>The name in the schema.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}
