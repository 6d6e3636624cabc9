namespace Correlator.GraphQL.Annotations;

/// <summary>What it is, for people; by default the XML documentation says it.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The description, in CommonMark.</summary>
    public string Description => description;
}
