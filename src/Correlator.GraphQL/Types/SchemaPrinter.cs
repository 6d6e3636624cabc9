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
            definitions.Add(new SchemaDefinitionNode([], [.. schema.Roots.Select(root => new OperationTypeNode(root.Key, Reference(root.Value), Nowhere))], false, Description(schema.Description), Nowhere));
        }

        definitions.AddRange(schema.Directives.Values.Where(directive => !BuiltIn.Contains(directive.Name)).Select(directive =>
            new DirectiveDefinitionNode(Name(directive.Name), Inputs(directive.Arguments), directive.IsRepeatable, [.. directive.Locations.Select(Name)], Description(directive.Description), Nowhere)));
        definitions.AddRange(schema.Types.Values.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !(type is ScalarType scalar && BuiltInScalars.All.Contains(scalar))).Select(Type));
        return Printer.Print(new DocumentNode(definitions, Nowhere));
    }

    private static TypeDefinitionNode Type(NamedType type)
    {
        var (name, description) = (Name(type.Name), Description(type.Description));
        return type switch
        {
            ObjectType node => new ObjectTypeDefinitionNode(name, [.. node.Interfaces.Select(Reference)], [], Fields(node), false, description, Nowhere),
            InterfaceType node => new InterfaceTypeDefinitionNode(name, [.. node.Interfaces.Select(Reference)], [], Fields(node), false, description, Nowhere),
            UnionType node => new UnionTypeDefinitionNode(name, [], [.. node.Types.Select(Reference)], false, description, Nowhere),
            EnumType node => new EnumTypeDefinitionNode(name, [], [.. node.Values.Values.Select(value => new EnumValueDefinitionNode(Name(value.Name), Deprecated(value.DeprecationReason), Description(value.Description), Nowhere))], false, description, Nowhere),
            InputObjectType node => new InputObjectTypeDefinitionNode(name, node.IsOneOf ? [new DirectiveNode(Name("oneOf"), [], Nowhere)] : [], Inputs(node.Fields), false, description, Nowhere),
            _ => new ScalarTypeDefinitionNode(name, (type as ScalarType)?.SpecifiedByUrl is { } url ? [Directive("specifiedBy", "url", url)] : [], false, description, Nowhere),
        };
    }

    private static FieldDefinitionNode[] Fields(ComplexType type) =>
        [.. type.Fields.Values.Select(field => new FieldDefinitionNode(Name(field.Name), Inputs(field.Arguments), Parser.ParseType(field.Type.ToString()!), Deprecated(field.DeprecationReason), Description(field.Description), Nowhere))];

    private static InputValueDefinitionNode[] Inputs(OrderedDictionary<string, InputValue> inputs) =>
        [.. inputs.Values.Select(input => new InputValueDefinitionNode(Name(input.Name), Parser.ParseType(input.Type.ToString()!), input.DefaultValue, Deprecated(input.DeprecationReason), Description(input.Description), Nowhere))];

    private static DirectiveNode[] Deprecated(string? reason) =>
        reason is null ? [] : reason == "No longer supported" ? [new DirectiveNode(Name("deprecated"), [], Nowhere)] : [Directive("deprecated", "reason", reason)];

    private static DirectiveNode Directive(string name, string argument, string value) => new(Name(name), [new ArgumentNode(Name(argument), new StringValueNode(value, false, Nowhere), Nowhere)], Nowhere);

    private static StringValueNode? Description(string? text) => text is null ? null : new StringValueNode(text, true, Nowhere);

    private static NamedTypeNode Reference(NamedType type) => new(Name(type.Name), Nowhere);

    private static NameNode Name(string name) => new(name, Nowhere);
}
