namespace Correlator.GraphQL.Annotations;

/// <summary>The method takes the place of a property of the class that it adds fields to.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class BindMemberAttribute(string member) : Attribute
{
    /// <summary>The name of the property.</summary>
    public string Member => member;
}
