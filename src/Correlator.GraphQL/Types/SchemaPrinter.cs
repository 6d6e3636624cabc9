using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>Writes a schema in the schema language, without what every schema has.</summary>
public static class SchemaPrinter
{
    private static readonly Location Nowhere = new(0, 0, 0, 0);
    private static readonly HashSet<string> BuiltIn = ["include", "skip", "deprecated", "specifiedBy", "oneOf"];

    /// <summary>The definitions of a schema.</summary>
    public static string Print(Schema schema)
    {
        var definitions = new List<DefinitionNode>();
        if (schema.Description is not null || schema.Roots.Any(root => root.Value.Name != root.Key.ToString()))
        {
            OperationTypeNode[] roots = [.. schema.Roots.Select(root => new OperationTypeNode(root.Key, Reference(root.Value), Nowhere))];
            definitions.Add(new SchemaDefinitionNode([], roots, false, Description(schema.Description), Nowhere));
        }

        definitions.AddRange(schema.Directives.Values.Where(directive => !BuiltIn.Contains(directive.Name)).Select(Definition));
        definitions.AddRange(schema.Types.Values.Where(type => !IsBuiltIn(type)).Select(Type));
        return Printer.Print(new DocumentNode(definitions, Nowhere));
    }

    private static bool IsBuiltIn(NamedType type) =>
        type.Name.StartsWith("__", StringComparison.Ordinal) || (type is ScalarType scalar && BuiltInScalars.All.Contains(scalar));

    private static DirectiveDefinitionNode Definition(DirectiveType directive) => new(
        Name(directive.Name),
        Inputs(directive.Arguments),
        directive.IsRepeatable,
        [.. directive.Locations.Select(Name)],
        Description(directive.Description),
        Nowhere);

    private static TypeDefinitionNode Type(NamedType type)
    {
        var (name, description) = (Name(type.Name), Description(type.Description));
        return type switch
        {
            ObjectType node => new ObjectTypeDefinitionNode(name, [.. node.Interfaces.Select(Reference)], [], Fields(node), false, description, Nowhere),
            InterfaceType node => new InterfaceTypeDefinitionNode(name, [.. node.Interfaces.Select(Reference)], [], Fields(node), false, description, Nowhere),
            UnionType node => new UnionTypeDefinitionNode(name, [], [.. node.Types.Select(Reference)], false, description, Nowhere),
            EnumType node => new EnumTypeDefinitionNode(name, [], [.. node.Values.Values.Select(Value)], false, description, Nowhere),
            InputObjectType node => new InputObjectTypeDefinitionNode(name, OneOf(node), Inputs(node.Fields), false, description, Nowhere),
            _ => new ScalarTypeDefinitionNode(name, SpecifiedBy(type as ScalarType), false, description, Nowhere),
        };
    }

    private static FieldDefinitionNode[] Fields(ComplexType type) => [.. type.Fields.Values.Select(Field)];

    private static FieldDefinitionNode Field(FieldDefinition field) => new(
        Name(field.Name),
        Inputs(field.Arguments),
        Parser.ParseType(field.Type.ToString()!),
        Deprecated(field.DeprecationReason),
        Description(field.Description),
        Nowhere);

    private static InputValueDefinitionNode[] Inputs(OrderedDictionary<string, InputValue> inputs) => [.. inputs.Values.Select(Input)];

    private static InputValueDefinitionNode Input(InputValue input) => new(
        Name(input.Name),
        Parser.ParseType(input.Type.ToString()!),
        input.DefaultValue,
        Deprecated(input.DeprecationReason),
        Description(input.Description),
        Nowhere);

    private static EnumValueDefinitionNode Value(EnumValue value) =>
        new(Name(value.Name), Deprecated(value.DeprecationReason), Description(value.Description), Nowhere);

    private static DirectiveNode[] OneOf(InputObjectType type) => type.IsOneOf ? [new DirectiveNode(Name("oneOf"), [], Nowhere)] : [];

    private static DirectiveNode[] SpecifiedBy(ScalarType? type) =>
        type?.SpecifiedByUrl is { } url ? [Directive("specifiedBy", "url", url)] : [];

    private static DirectiveNode[] Deprecated(string? reason) => reason switch
    {
        null => [],
        "No longer supported" => [new DirectiveNode(Name("deprecated"), [], Nowhere)],
        _ => [Directive("deprecated", "reason", reason)],
    };

    private static DirectiveNode Directive(string name, string argument, string value) =>
        new(Name(name), [new ArgumentNode(Name(argument), new StringValueNode(value, false, Nowhere), Nowhere)], Nowhere);

    private static StringValueNode? Description(string? text) => text is null ? null : new StringValueNode(text, true, Nowhere);

    private static NamedTypeNode Reference(NamedType type) => new(Name(type.Name), Nowhere);

    private static NameNode Name(string name) => new(name, Nowhere);
}
