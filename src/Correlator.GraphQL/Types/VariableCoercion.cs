using System.Collections;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>Checks the variables that came with a request and fills in defaults (specification, section 6.1.2).</summary>
public static class VariableCoercion
{
    private const int MaxErrors = 50;

    /// <summary>The variables of an operation; what is wrong with them is added to the errors, up to a limit.</summary>
    public static IReadOnlyDictionary<string, object?> Coerce(
        Schema schema,
        OperationDefinitionNode operation,
        IReadOnlyDictionary<string, object?> given,
        ICollection<GraphQLError> errors)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in operation.VariableDefinitions)
        {
            var name = definition.Variable.Name.Value;
            if (schema.Find(definition.Type) is not { IsInput: true } type)
            {
                var told = $"Variable \"${name}\" expected value of type \"{Printer.Print(definition.Type)}\" which cannot be used as an input type.";
                errors.Add(new GraphQLError(told, [definition.Type.Location]));
            }
            else if (!given.TryGetValue(name, out var value))
            {
                if (definition.DefaultValue is not null && LiteralCoercion.TryCoerce(definition.DefaultValue, type, null, out var byDefault))
                {
                    values[name] = byDefault;
                }
                else if (type is NonNullType)
                {
                    errors.Add(new GraphQLError($"Variable \"${name}\" of required type \"{type}\" was not provided.", [definition.Location]));
                }
            }
            else if (value is null && type is NonNullType)
            {
                errors.Add(new GraphQLError($"Variable \"${name}\" of non-null type \"{type}\" must not be null.", [definition.Location]));
            }
            else
            {
                values[name] = Value(value, type, "", (path, bad, reason) =>
                {
                    if (errors.Count < MaxErrors)
                    {
                        var place = path.Length > 0 ? $" at \"{name}{path}\"" : "";
                        var told = $"Variable \"${name}\" got invalid value {Inspect.Value(bad)}{place}; {reason}";
                        errors.Add(new GraphQLError(told, [definition.Location]));
                    }
                    else if (errors.Count == MaxErrors)
                    {
                        errors.Add(new GraphQLError("Too many errors processing variables, error limit reached. Execution aborted.", []));
                    }
                });
            }

            if (errors.Count > MaxErrors)
            {
                break;
            }
        }

        return values;
    }

    private static object? Value(object? value, GraphQLType type, string path, Action<string, object?, string> fail)
    {
        switch (type)
        {
            case NonNullType nonNull when value is not null:
                return Value(value, nonNull.Inner, path, fail);
            case NonNullType:
                fail(path, value, $"Expected non-nullable type \"{type}\" not to be null.");
                return null;
            case var _ when value is null:
                return null;
            case ListType list when value is IEnumerable items and not string && value is not IReadOnlyDictionary<string, object?>:
                return items.Cast<object?>().Select((item, index) => Value(item, list.Inner, $"{path}[{index}]", fail)).ToList();
            case ListType list:
                return new List<object?> { Value(value, list.Inner, path, fail) };
            case InputObjectType input when value is IReadOnlyDictionary<string, object?> map:
                return InputObject(map, input, path, fail);
            case InputObjectType input:
                fail(path, value, $"Expected type \"{input}\" to be an object.");
                return null;
            case EnumType named:
                if (value is not string name)
                {
                    fail(path, value, $"Enum \"{named}\" cannot represent non-string value: {Inspect.Value(value)}.");
                }
                else if (!named.Values.ContainsKey(name))
                {
                    fail(path, value, $"Value \"{name}\" does not exist in \"{named}\" enum.");
                }

                return value;
            default:
                return Scalar(value, (ScalarType)type, path, fail);
        }
    }

    private static object? Scalar(object value, ScalarType type, string path, Action<string, object?, string> fail)
    {
        try
        {
            return type.ParseValue(value);
        }
        catch (GraphQLException exception)
        {
            fail(path, value, exception.Message);
            return null;
        }
    }

    private static Dictionary<string, object?> InputObject(
        IReadOnlyDictionary<string, object?> given,
        InputObjectType type,
        string path,
        Action<string, object?, string> fail)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields.Values)
        {
            if (given.TryGetValue(field.Name, out var value))
            {
                map[field.Name] = Value(value, field.Type, $"{path}.{field.Name}", fail);
            }
            else if (field.DefaultValue is not null && LiteralCoercion.TryCoerce(field.DefaultValue, field.Type, null, out var byDefault))
            {
                map[field.Name] = byDefault;
            }
            else if (field.Type is NonNullType)
            {
                fail(path, given, $"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
            }
        }

        foreach (var name in given.Keys.Where(name => !type.Fields.ContainsKey(name)))
        {
            fail(path, given, $"Field \"{name}\" is not defined by type \"{type}\".");
        }

        if (type.IsOneOf)
        {
            if (map.Count != 1)
            {
                fail(path, given, $"Exactly one key must be specified for OneOf type \"{type}\".");
            }

            if (map.FirstOrDefault() is { Key: { } key, Value: null } && given.TryGetValue(key, out var only) && only is null)
            {
                fail($"{path}.{key}", null, $"Field \"{key}\" must be non-null.");
            }
        }

        return map;
    }
}
