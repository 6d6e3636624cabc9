using System.Globalization;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>Makes values of literals (specification, section 3, input coercion).</summary>
public static class LiteralCoercion
{
    /// <summary>The value of a literal for a type; false if it is none, or names a variable that was not given.</summary>
    public static bool TryCoerce(ValueNode node, GraphQLType type, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        value = null;
        switch (node, type)
        {
            case (VariableNode variable, _):
                return variables is not null && variables.TryGetValue(variable.Name.Value, out value) && (value is not null || type is not NonNullType);
            case (NullValueNode, _):
                return type is not NonNullType;
            case (_, NonNullType nonNull):
                return TryCoerce(node, nonNull.Inner, variables, out value);
            case (ListValueNode list, ListType of):
                return List(list, of.Inner, variables, out value);
            case (_, ListType of):
                var isItem = TryCoerce(node, of.Inner, variables, out var only);
                value = isItem ? new List<object?> { only } : null;
                return isItem;
            case (ObjectValueNode given, InputObjectType of):
                return InputObject(given, of, variables, out value);
            case (EnumValueNode name, EnumType of):
                value = name.Value;
                return of.Values.ContainsKey(name.Value);
            case (_, ScalarType scalar):
                return Scalar(node, scalar, variables, out value);
            default:
                return false;
        }
    }

    /// <summary>The value that a literal describes by itself.</summary>
    public static object? Untyped(ValueNode node, IReadOnlyDictionary<string, object?>? variables) => node switch
    {
        VariableNode variable => variables?.GetValueOrDefault(variable.Name.Value),
        IntValueNode number when long.TryParse(number.Value, CultureInfo.InvariantCulture, out var whole) => whole,
        IntValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        FloatValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        StringValueNode text => text.Value,
        BooleanValueNode truth => truth.Value,
        EnumValueNode name => name.Value,
        ListValueNode list => list.Values.Select(item => Untyped(item, variables)).ToList(),
        ObjectValueNode given => Map(given, variables),
        _ => null,
    };

    private static Dictionary<string, object?> Map(ObjectValueNode given, IReadOnlyDictionary<string, object?>? variables)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in given.Fields)
        {
            map[field.Name.Value] = Untyped(field.Value, variables);
        }

        return map;
    }

    private static bool List(ListValueNode list, GraphQLType itemType, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        var items = new List<object?>();
        value = items;
        foreach (var item in list.Values)
        {
            if (item is VariableNode variable && variables?.ContainsKey(variable.Name.Value) != true && itemType is not NonNullType)
            {
                items.Add(null);
            }
            else if (TryCoerce(item, itemType, variables, out var coerced))
            {
                items.Add(coerced);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool InputObject(ObjectValueNode given, InputObjectType type, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        value = map;
        if (given.Fields.Any(field => !type.Fields.ContainsKey(field.Name.Value)))
        {
            return false;
        }

        foreach (var field in type.Fields.Values)
        {
            var node = given.Fields.LastOrDefault(node => node.Name.Value == field.Name)?.Value;
            if (node is null || (node is VariableNode variable && variables?.ContainsKey(variable.Name.Value) != true))
            {
                if (field.DefaultValue is not null && TryCoerce(field.DefaultValue, field.Type, null, out var byDefault))
                {
                    map[field.Name] = byDefault;
                }
                else if (field.Type is NonNullType)
                {
                    return false;
                }
            }
            else if (TryCoerce(node, field.Type, variables, out var coerced))
            {
                map[field.Name] = coerced;
            }
            else
            {
                return false;
            }
        }

        return !type.IsOneOf || (map.Count == 1 && map.Values.Single() is not null);
    }

    private static bool Scalar(ValueNode node, ScalarType scalar, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        try
        {
            value = scalar.ParseLiteral is { } parse ? parse(node) : Untyped(node, variables);
            return true;
        }
        catch (GraphQLException)
        {
            value = null;
            return false;
        }
    }
}
