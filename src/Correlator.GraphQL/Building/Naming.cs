using System.Reflection;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>What C# names are called in the schema.</summary>
internal static class Naming
{
    public static string OfField(MemberInfo member) => Given(member) ?? (member is MethodInfo method ? Camel(Trim(method.Name)) : Camel(member.Name));

    public static string OfArgument(ParameterInfo parameter) =>
        Given(parameter) ?? parameter.GetCustomAttribute<ArgumentAttribute>()?.Name ?? Camel(parameter.Name!);

    public static string OfType(Type type)
    {
        var given = Given(type)
            ?? type.Said<ObjectTypeAttribute>()?.Name
            ?? type.Said<InterfaceTypeAttribute>()?.Name
            ?? type.Said<UnionTypeAttribute>()?.Name;
        return given ?? (type.IsGenericType ? type.Name.Split('`')[0] + "Of" + string.Join("And", type.GetGenericArguments().Select(OfType)) : type.Name);
    }

    public static string OfInput(Type type) => Given(type) ?? (type.Name.EndsWith("Input", StringComparison.Ordinal) ? type.Name : type.Name + "Input");

    /// <summary>InFlight is IN_FLIGHT, SQSQueue is SQS_QUEUE.</summary>
    public static string OfEnumValue(FieldInfo value)
    {
        if (Given(value) is { } given)
        {
            return given;
        }

        var name = new StringBuilder();
        for (var i = 0; i < value.Name.Length; i++)
        {
            var letter = value.Name[i];
            var before = i > 0 ? value.Name[i - 1] : '_';
            var isBeforeLower = i + 1 < value.Name.Length && char.IsLower(value.Name[i + 1]);
            var isStart = char.IsUpper(letter) && before != '_' && (!char.IsUpper(before) || isBeforeLower);
            name.Append(isStart ? "_" : "").Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>A method without Get before it and Async behind it.</summary>
    public static string Trim(string method)
    {
        var name = method.Length > 5 && method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method;
        return name.Length > 3 && name.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(name[3]) ? name[3..] : name;
    }

    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>How an error names a member.</summary>
    public static string Shown(MemberInfo member) => member is Type type ? type.FullName ?? type.Name : $"{member.DeclaringType?.FullName}.{member.Name}";

    private static string? Given(ICustomAttributeProvider member) => member.Said<GraphQLNameAttribute>()?.Name;
}
