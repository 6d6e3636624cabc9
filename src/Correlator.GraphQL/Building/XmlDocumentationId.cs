using System.Reflection;

namespace Correlator.GraphQL.Building;

/// <summary>The ids of members in documentation files (C# specification, annex D.4).</summary>
internal static class XmlDocumentationId
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => $"T:{Name(Definition(type))}",
        MethodInfo method => $"M:{Name(Definition(method.DeclaringType!))}.{method.Name}{Arity(method)}{Parameters(method)}",
        PropertyInfo => $"P:{Name(Definition(member.DeclaringType!))}.{member.Name}",
        _ => $"F:{Name(Definition(member.DeclaringType!))}.{member.Name}",
    };

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";


    private static string Parameters(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(parameter => Parameter(parameter.ParameterType)))})";
    }

    private static string Parameter(Type type)
    {
        if (type.IsByRef)
        {
            return Parameter(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            return Parameter(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        var name = Name(Definition(type));
        return type.IsGenericType ? $"{name.Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Parameter))}}}" : name;
    }

    private static Type Definition(Type type) => type is { IsGenericType: true, IsGenericTypeDefinition: false } ? type.GetGenericTypeDefinition() : type;

    private static string Name(Type type) => (type.FullName ?? type.Name).Replace('+', '.');
}
