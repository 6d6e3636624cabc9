namespace Correlator.GraphQL.Annotations;

/// <summary>Not to be used any more.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>What to use instead.</summary>
    public string Reason => reason;
}
