using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>The members of classes that are fields, in the order of their declaration.</summary>
internal static class MemberScan
{
    /// <summary>The properties of the class of an object type, and its methods if the class is annotated itself.</summary>
    public static IEnumerable<MemberInfo> OfObject(Type type)
    {
        var above = type.IsInterface ? type.GetInterfaces() : [];
        var properties = above.Append(type).SelectMany(found => found.GetProperties(BindingFlags.Instance | BindingFlags.Public)).Where(IsField);
        var methods = type.IsDefined(typeof(ObjectTypeAttribute), false) || type.IsDefined(typeof(InterfaceTypeAttribute), false)
            ? type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public).Where(IsField).Where(method => !IsPlumbing(method))
            : [];
        return properties.Cast<MemberInfo>().Concat(methods).OrderBy(Depth).ThenBy(member => member.MetadataToken);
    }

    /// <summary>The members of a class that adds fields.</summary>
    public static IEnumerable<MemberInfo> OfExtension(Type type)
    {
        const BindingFlags Public = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public;
        return type.GetProperties(Public).Where(IsField).Cast<MemberInfo>()
            .Concat(type.GetMethods(Public).Where(IsField))
            .OrderBy(Depth)
            .ThenBy(member => member.MetadataToken);
    }

    private static bool IsField(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true }
        && property.GetIndexParameters().Length == 0
        && !property.IsDefined(typeof(GraphQLIgnoreAttribute));

    private static bool IsField(MethodInfo method) =>
        method is { IsSpecialName: false, IsGenericMethodDefinition: false }
        && method.DeclaringType != typeof(object)
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && !method.IsDefined(typeof(GraphQLIgnoreAttribute))
        && !method.IsDefined(typeof(DataLoaderAttribute))
        && !method.Name.Contains('<');

    /// <summary>What the compiler writes into records, and what finds nodes.</summary>
    private static bool IsPlumbing(MethodInfo method) =>
        method.Name is "Deconstruct" or "Equals" or "PrintMembers" or "CompareTo" || method.IsDefined(typeof(NodeResolverAttribute));

    private static int Depth(MemberInfo member)
    {
        var depth = 0;
        for (var type = member.DeclaringType; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
