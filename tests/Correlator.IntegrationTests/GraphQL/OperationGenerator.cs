using System.Globalization;
using System.Text;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Writes operations that a schema allows, with values of their variables: each of its own seed.</summary>
internal sealed class OperationGenerator(Schema schema, int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _variables = new();
    private readonly StringBuilder _fragments = new();
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>An operation, and its variables as they come with the request; some are missing or of another type.</summary>
    public (string Document, Dictionary<string, object?> Variables) Next()
    {
        var kind = _random.Next(12) switch { 0 => OperationType.Subscription, 1 or 2 => OperationType.Mutation, _ => OperationType.Query };
        var root = schema.Roots[kind];
        var body = kind == OperationType.Subscription ? $"{{ {Field(root, Pick([.. root.Fields.Values]), 3, isAlone: true)} }}" : Selection(root, 4, 2);
        var name = _random.Next(2) == 0 ? "" : " Op";
        var variables = _variables.Length == 0 ? "" : $"({_variables.ToString().TrimEnd(' ', ',')})";
        var isShorthand = kind == OperationType.Query && variables.Length == 0 && name.Length == 0;
        var opening = isShorthand ? "" : kind.ToString().ToLowerInvariant() + name + variables + " ";
        return (opening + body + _fragments, _values);
    }

    private string Selection(NamedType type, int depth, int atLeast = 1)
    {
        var text = new StringBuilder("{");
        for (var i = atLeast + _random.Next(4); i > 0; i--)
        {
            text.Append(_random.Next(4) == 0 ? "\n  " : " ").Append(Next(type, depth));
        }

        return text.Append(" }").ToString();
    }

    private string Next(NamedType type, int depth)
    {
        var fields = (type as ComplexType)?.Fields.Values.Where(field => depth > 0 || field.Type.Named is not { IsComposite: true }).ToArray() ?? [];
        switch (_random.Next(10))
        {
            case < 2 when depth > 0:
                var conditions = schema.Types.Values.Where(other =>
                    other.IsComposite && !other.Name.StartsWith("__", StringComparison.Ordinal) && schema.Overlap(type, other));
                var condition = Pick([.. conditions]);
                return $"... on {condition}{Conditions()} {Selection(condition, depth - 1)}";
            case 2 when depth > 0:
                return $"...{Conditions()} {Selection(type, depth - 1)}";
            case 3 when depth > 0:
                var name = $"F{_names++}";
                var body = Selection(type, depth - 1);
                _fragments.Append(CultureInfo.InvariantCulture, $"\nfragment {name} on {type} {body}");
                return $"...{name}{Conditions()}";
            case 4 when type.IsComposite:
                return $"{(_random.Next(2) == 0 ? "" : $"t{_names++}: ")}__typename";
            default:
                return fields.Length == 0 ? "__typename" : Field((ComplexType)type, Pick(fields), depth);
        }
    }

    /// <summary>Names that no other field has, so that fields of one name never differ; now and then the plain name, for those that merge.</summary>
    private string Field(ComplexType type, FieldDefinition field, int depth, bool isAlone = false)
    {
        var arguments = field.Arguments.Values
            .Where(argument => argument.IsRequired || _random.Next(3) == 0)
            .Select(argument => $"{argument.Name}: {Given(argument)}")
            .ToArray();
        var isPlain = arguments.Length == 0
            && _random.Next(3) > 0
            && type.Fields.Values.Count(other => other.Name == field.Name) == 1
            && field.Name is not ("size" or "mood");
        var alias = isPlain ? "" : $"x{_names++}: ";
        var given = arguments.Length == 0 ? "" : $"({string.Join(", ", arguments)})";
        var conditions = isAlone ? "" : Conditions();
        var selection = field.Type.Named.IsComposite ? " " + Selection(field.Type.Named, depth - 1) : "";
        return alias + field.Name + given + conditions + selection;
    }

    private string Conditions() => _random.Next(14) switch
    {
        0 => " @include(if: true)",
        1 when _random.Next(2) == 0 => " @skip(if: true)",
        2 => $" @{Pick(["skip", "include"])}(if: {Variable(new NonNullType(BuiltInScalars.Truth))})",
        _ => "",
    };

    private string Given(InputValue argument) => _random.Next(3) == 0 ? Variable(argument.Type) : Literal(argument.Type, 2);

    private string Variable(GraphQLType type)
    {
        var name = $"v{_names++}";
        var isOptional = _random.Next(3) == 0;
        var value = Value(type, 2);
        var byDefault = isOptional ? $" = {Literal(type, 2)}" : "";
        _variables.Append(CultureInfo.InvariantCulture, $"${name}: {type}{byDefault}, ");
        switch (_random.Next(30))
        {
            case 0:
                _values[name] = Pick<object?>([null, "odd", 1.5, -3, new[] { 1 }, new Dictionary<string, object?> { ["size"] = "x" }]);
                break;
            case 1 or 2:
                break;
            case 3 or 4 or 5 when byDefault.Length > 0:
                break;
            default:
                _values[name] = value;
                break;
        }

        return "$" + name;
    }

    private object? Value(GraphQLType type, int depth) => type switch
    {
        NonNullType nonNull => NotNull(nonNull.Inner, depth),
        _ when _random.Next(8) == 0 => null,
        _ => NotNull(type, depth),
    };

    private Dictionary<string, object?> Only(InputValue field, int depth) => new() { [field.Name] = NotNull(field.Type, depth - 1) };

    private object? NotNull(GraphQLType type, int depth) => type switch
    {
        ListType list when _random.Next(5) == 0 => NotNull(list.Inner.Nullable, depth),
        ListType list => Enumerable.Range(0, _random.Next(3)).Select(_ => Value(list.Inner, depth)).ToArray(),
        EnumType named => Pick([.. named.Values.Keys]),
        InputObjectType { IsOneOf: true } one => Only(Pick([.. one.Fields.Values.Where(field => depth > 0 || field.Type.IsLeaf)]), depth),
        InputObjectType input => input.Fields.Values
            .Where(field => field.IsRequired || (depth > 0 && _random.Next(2) == 0))
            .ToDictionary(field => field.Name, field => Value(field.Type, depth - 1)),
        ScalarType { Name: "Int" } => _random.Next(-5, 1000),
        ScalarType { Name: "Float" } => _random.Next(2) == 0 ? _random.Next(100) : _random.Next(100) / 4.0,
        ScalarType { Name: "Boolean" } => _random.Next(2) == 0,
        ScalarType { Name: "ID" } => _random.Next(2) == 0 ? _random.Next(100) : $"i{_random.Next(100)}",
        ScalarType { Name: "String" } => Pick(["", "x", "q\"uote", "lines\n"]),
        _ => Pick<object?>([1, "any", true, 2.5]),
    };

    private string Literal(GraphQLType type, int depth) => Literal(Value(type, depth), type);

    private static string Literal(object? value, GraphQLType type) => (value, type.Nullable) switch
    {
        (null, _) => "null",
        (Dictionary<string, object?> map, InputObjectType of) =>
            $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}: {Literal(pair.Value, of.Fields[pair.Key].Type)}"))}}}",
        (Array items, ListType list) => $"[{string.Join(", ", items.Cast<object?>().Select(item => Literal(item, list.Inner)))}]",
        (_, ListType list) => Literal(value, list.Inner),
        (string text, EnumType) => text,
        (string text, _) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        (bool truth, _) => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
