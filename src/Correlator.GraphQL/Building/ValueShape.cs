using System.Collections;
using System.Globalization;
using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The type of a field, and what makes its values of what the member returns, where these are not the same.</summary>
internal sealed record ValueShape(GraphQLType Type, Func<object?, object?>? Change)
{
    public static ValueShape Of(TypeMapper types, Problems problems, MemberInfo member, ClrReference result, string? typeName)
    {
        var where = Naming.Shown(member);
        if (member.GetCustomAttribute<IDAttribute>() is { } id)
        {
            var name = id.TypeName ?? (id.RuntimeType is { } runtimeType ? types.Object(runtimeType)?.Name : typeName);
            if (name is null)
            {
                problems.Add(member, "an [ID] of a root type names the type whose ids these are.");
            }

            return new ValueShape(InputTypes.Identifier(result), value => Each(value, key => GlobalId.Write(name!, key)));
        }

        if (member.GetCustomAttribute<GraphQLTypeAttribute>() is { } given)
        {
            var type = types.Syntax(given.TypeSyntax, where);
            var isText = (type.Named == BuiltInScalars.Text || type.Named == BuiltInScalars.Identifier) && (result.Element ?? result).Plain != typeof(string);
            return new ValueShape(type, isText ? value => Each(value, item => Convert.ToString(item, CultureInfo.InvariantCulture)) : null);
        }

        return new ValueShape(types.Output(result, where), null);
    }

    private static object? Each(object? value, Func<object, object?> change) => value switch
    {
        null => null,
        IEnumerable items and not string => items.Cast<object?>().Select(item => item is null ? null : change(item)).ToArray(),
        _ => change(value),
    };
}
