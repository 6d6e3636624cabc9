using System.Globalization;
using System.Text;

namespace Correlator.GraphQL.Language;

/// <summary>Writes nodes as text, in the layout of the reference implementation.</summary>
public static class Printer
{
    private const int MaxLine = 80;

    /// <summary>The text of a node and all below it.</summary>
    public static string Print(SyntaxNode node) => node switch
    {
        DocumentNode document => string.Join("\n\n", document.Definitions.Select(Print)),
        NameNode name => name.Value,
        OperationDefinitionNode operation => Operation(operation),
        FragmentDefinitionNode fragment => Fragment(fragment),
        VariableDefinitionNode variable => Described(
            variable.Description,
            $"{Print(variable.Variable)}: {Print(variable.Type)}{Default(variable.DefaultValue)}{After(variable.Directives)}"),
        SelectionSetNode set => Block(set.Selections),
        FieldNode field => Field(field),
        FragmentSpreadNode spread => $"...{spread.Name.Value}{After(spread.Directives)}",
        InlineFragmentNode inline => Fragment(inline),
        ArgumentNode argument => $"{argument.Name.Value}: {Print(argument.Value)}",
        ObjectFieldNode field => $"{field.Name.Value}: {Print(field.Value)}",
        DirectiveNode directive => $"@{directive.Name.Value}{Wrap("(", Join(directive.Arguments, ", "), ")")}",
        ValueNode value => Value(value),
        NamedTypeNode type => type.Name.Value,
        ListTypeNode list => $"[{Print(list.Type)}]",
        NonNullTypeNode nonNull => $"{Print(nonNull.Type)}!",
        OperationTypeNode operation => $"{Keyword(operation.Operation)}: {Print(operation.Type)}",
        FieldDefinitionNode field => Described(
            field.Description,
            $"{field.Name.Value}{Parameters(field.Arguments)}: {Print(field.Type)}{After(field.Directives)}"),
        InputValueDefinitionNode input => Described(
            input.Description,
            $"{input.Name.Value}: {Print(input.Type)}{Default(input.DefaultValue)}{After(input.Directives)}"),
        EnumValueDefinitionNode value => Described(value.Description, Words(value.Name.Value, Directives(value.Directives))),
        DirectiveDefinitionNode directive => Directive(directive),
        SchemaDefinitionNode schema => Described(
            schema.Description,
            Words(schema.IsExtension ? "extend schema" : "schema", Directives(schema.Directives), Block(schema.OperationTypes))),
        TypeDefinitionNode type => Described(type.Description, (type.IsExtension ? "extend " : "") + Type(type)),
        _ => throw new ArgumentException($"{node.GetType().Name} cannot be printed.", nameof(node)),
    };

    /// <summary>A text in quotes, its special characters escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or (>= '\u007f' and <= '\u009f') => text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    private static string Operation(OperationDefinitionNode operation)
    {
        var variables = operation.VariableDefinitions.Select(Print).ToArray();
        var isOnLines = variables.Any(text => text.Contains('\n', StringComparison.Ordinal));
        var list = isOnLines ? Wrap("(\n", string.Join('\n', variables), "\n)") : Wrap("(", string.Join(", ", variables), ")");
        var prefix = Described(operation.Description, Words(Keyword(operation.Operation), operation.Name?.Value + list, Directives(operation.Directives)));
        return (prefix == "query" ? "" : prefix + " ") + Print(operation.SelectionSet);
    }

    private static string Fragment(FragmentDefinitionNode fragment)
    {
        var head = $"fragment {fragment.Name.Value} on {Print(fragment.TypeCondition)} {Wrap("", Directives(fragment.Directives), " ")}";
        return Described(fragment.Description, head + Print(fragment.SelectionSet));
    }

    private static string Fragment(InlineFragmentNode inline)
    {
        var condition = inline.TypeCondition is null ? "" : $"on {Print(inline.TypeCondition)}";
        return Words("...", condition, Directives(inline.Directives), Print(inline.SelectionSet));
    }

    private static string Directive(DirectiveDefinitionNode directive)
    {
        var head = $"directive @{directive.Name.Value}{Parameters(directive.Arguments)}{(directive.IsRepeatable ? " repeatable" : "")}";
        return Described(directive.Description, $"{head} on {Join(directive.Locations, " | ")}");
    }

    private static string Field(FieldNode field)
    {
        var prefix = Wrap("", field.Alias?.Value ?? "", ": ") + field.Name.Value;
        var line = prefix + Wrap("(", Join(field.Arguments, ", "), ")");
        var call = line.Length > MaxLine ? prefix + Wrap("(\n", Indent(Join(field.Arguments, "\n")), "\n)") : line;
        return Words(call, Directives(field.Directives), field.SelectionSet is null ? "" : Print(field.SelectionSet));
    }

    private static string Value(ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                return "$" + variable.Name.Value;
            case IntValueNode number:
                return number.Value;
            case FloatValueNode number:
                return number.Value;
            case StringValueNode text:
                return text.IsBlock ? BlockText.Print(text.Value) : Quote(text.Value);
            case BooleanValueNode boolean:
                return boolean.Value ? "true" : "false";
            case EnumValueNode name:
                return name.Value;
            case ListValueNode list:
                return $"[{Join(list.Values, ", ")}]";
            case ObjectValueNode given:
                return $"{{{Join(given.Fields, ", ")}}}";
            default:
                return "null";
        }
    }

    private static string Type(TypeDefinitionNode type) => type switch
    {
        ObjectTypeDefinitionNode node => Complex("type", node),
        InterfaceTypeDefinitionNode node => Complex("interface", node),
        UnionTypeDefinitionNode node => Words("union", node.Name.Value, Directives(node.Directives), Wrap("= ", Join(node.Types, " | "))),
        EnumTypeDefinitionNode node => Words("enum", node.Name.Value, Directives(node.Directives), Block(node.Values)),
        InputObjectTypeDefinitionNode node => Words("input", node.Name.Value, Directives(node.Directives), Block(node.Fields)),
        _ => Words("scalar", type.Name.Value, Directives(type.Directives)),
    };

    private static string Complex(string keyword, ComplexTypeDefinitionNode type) =>
        Words(keyword, type.Name.Value, Wrap("implements ", Join(type.Interfaces, " & ")), Directives(type.Directives), Block(type.Fields));

    private static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };

    private static string Parameters(IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        var texts = arguments.Select(Print).ToArray();
        var isOnLines = texts.Any(text => text.Contains('\n', StringComparison.Ordinal));
        return isOnLines ? $"(\n{Indent(string.Join('\n', texts))}\n)" : Wrap("(", string.Join(", ", texts), ")");
    }

    private static string Described(StringValueNode? description, string text) => description is null ? text : Value(description) + "\n" + text;

    private static string Default(ValueNode? value) => value is null ? "" : " = " + Value(value);

    private static string Directives(IReadOnlyList<DirectiveNode> directives) => Join(directives, " ");

    private static string After(IReadOnlyList<DirectiveNode> directives) => Wrap(" ", Directives(directives));

    private static string Join(IEnumerable<SyntaxNode> nodes, string separator) => string.Join(separator, nodes.Select(Print));

    private static string Words(params IEnumerable<string> words) => string.Join(' ', words.Where(word => word.Length > 0));

    private static string Block(IReadOnlyCollection<SyntaxNode> nodes) => Wrap("{\n", Indent(Join(nodes, "\n")), "\n}");

    private static string Indent(string text) => text.Length == 0 ? "" : "  " + text.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static string Wrap(string before, string text, string after = "") => text.Length == 0 ? "" : before + text + after;
}
