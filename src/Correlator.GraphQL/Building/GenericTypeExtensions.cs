namespace Correlator.GraphQL.Building;

/// <summary>Questions about the generic definition that a type is made of.</summary>
internal static class GenericTypeExtensions
{
    public static bool IsMadeOf(this Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    /// <summary>The first of its interfaces, or else the type itself, that is made of the definition.</summary>
    public static Type? FormOf(this Type type, Type definition) => type.GetInterfaces().Append(type).FirstOrDefault(found => found.IsMadeOf(definition));
}
