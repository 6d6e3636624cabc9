namespace Correlator.GraphQL.Annotations;

/// <summary>The type in the schema language instead of the one that follows from the C# type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter, Inherited = false)]
public sealed class GraphQLTypeAttribute(string typeSyntax) : Attribute
{
    /// <summary>For example <c>[ID!]!</c>.</summary>
    public string TypeSyntax => typeSyntax;
}
