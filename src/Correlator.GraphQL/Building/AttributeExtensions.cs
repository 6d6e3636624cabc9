using System.Reflection;

namespace Correlator.GraphQL.Building;

/// <summary>What an attribute says of a type, a member or a parameter.</summary>
internal static class AttributeExtensions
{
    /// <summary>The attribute on it, not on what it inherits.</summary>
    public static T? Said<T>(this ICustomAttributeProvider member)
        where T : Attribute => member.GetCustomAttributes(typeof(T), false).Cast<T>().FirstOrDefault();
}
