using Correlator.GraphQL.Introspection;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>Makes schemas of definitions in the schema language.</summary>
public sealed class SchemaBuilder
{
    private readonly List<TypeDefinitionNode> _nodes = [];
    private readonly OrderedDictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, DirectiveType> _directives = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    private SchemaBuilder()
    {
    }

    /// <summary>Makes a schema of definitions and extensions; a scalar given here takes the place of its plain definition.</summary>
    /// <exception cref="SchemaException">The definitions contradict themselves.</exception>
    /// <exception cref="GraphQLSyntaxException">The text cannot be read.</exception>
    public static Schema FromSdl(string sdl, params IReadOnlyCollection<ScalarType> scalars)
    {
        var builder = new SchemaBuilder();
        return builder.Build(Parser.Parse(sdl, ParserOptions.Trusted), scalars);
    }

    /// <summary>Makes a schema of types that are made already; the root types have their usual names.</summary>
    /// <exception cref="SchemaException">There are problems, or the types contradict themselves.</exception>
    internal static Schema FromTypes(IEnumerable<NamedType> types, IReadOnlyList<string> problems)
    {
        var builder = new SchemaBuilder();
        builder._errors.AddRange(problems);
        foreach (var type in types)
        {
            builder._types.TryAdd(type.Name, type);
        }

        return builder.Build(new DocumentNode([], new Location(0, 0, 0, 0)), []);
    }

    private Schema Build(DocumentNode document, IReadOnlyCollection<ScalarType> scalars)
    {
        DefinitionNode[] definitions = [.. document.Definitions, .. Parser.Parse(IntrospectionTypes.Sdl, ParserOptions.Trusted).Definitions];
        foreach (var node in definitions.OfType<ExecutableDefinitionNode>())
        {
            _errors.Add($"The definition at line {node.Location.Line} is executable and stands in no schema.");
        }

        _nodes.AddRange(definitions.OfType<TypeDefinitionNode>());
        foreach (var node in _nodes.Where(node => !node.IsExtension))
        {
            Add(node, scalars);
        }

        foreach (var scalar in BuiltInScalars.All)
        {
            _types.TryAdd(scalar.Name, scalar);
        }

        foreach (var node in _nodes)
        {
            Fill(node);
        }

        foreach (var node in definitions.OfType<DirectiveDefinitionNode>())
        {
            var name = node.Name.Value;
            string[] locations = [.. node.Locations.Select(location => location.Value)];
            var directive = new DirectiveType(name, Inputs(node.Arguments, name), node.IsRepeatable, locations, node.Description?.Value);
            if (!_directives.TryAdd(name, directive))
            {
                _errors.Add($"There can be only one directive named \"@{name}\".");
            }
        }

        var roots = Roots([.. definitions.OfType<SchemaDefinitionNode>()]);
        _errors.AddRange(SchemaChecks.Violations(_types.Values));
        if (_errors.Count > 0)
        {
            throw new SchemaException(_errors);
        }

        var schema = definitions.OfType<SchemaDefinitionNode>().FirstOrDefault(node => !node.IsExtension);
        return new Schema(schema?.Description?.Value, _types, _directives, roots);
    }

    private void Add(TypeDefinitionNode node, IReadOnlyCollection<ScalarType> scalars)
    {
        var (name, description) = (node.Name.Value, node.Description?.Value);
        NamedType type = node switch
        {
            ObjectTypeDefinitionNode => new ObjectType(name, description),
            InterfaceTypeDefinitionNode => new InterfaceType(name, description),
            UnionTypeDefinitionNode => new UnionType(name, description),
            EnumTypeDefinitionNode => new EnumType(name, description),
            InputObjectTypeDefinitionNode => new InputObjectType(name, description, node.Directives.Any(directive => directive.Name.Value == "oneOf")),
            _ => scalars.FirstOrDefault(scalar => scalar.Name == name) ?? new ScalarType(name, description, Argument(node.Directives, "specifiedBy", "url")),
        };
        if (!_types.TryAdd(name, type))
        {
            _errors.Add($"There can be only one type named \"{name}\".");
        }
    }

    private void Fill(TypeDefinitionNode node)
    {
        switch (node, _types.GetValueOrDefault(node.Name.Value))
        {
            case (_, null):
                _errors.Add($"Cannot extend type \"{node.Name.Value}\" because it is not defined.");
                break;
            case (ObjectTypeDefinitionNode definition, ObjectType type):
                FillComplex(definition, type);
                break;
            case (InterfaceTypeDefinitionNode definition, InterfaceType type):
                FillComplex(definition, type);
                break;
            case (UnionTypeDefinitionNode definition, UnionType type):
                AddAll(definition.Types, type.Types, $"Union {type}");
                break;
            case (EnumTypeDefinitionNode definition, EnumType type):
                foreach (var value in definition.Values)
                {
                    Once(type.Values, value.Name.Value, new EnumValue(value.Name.Value, value.Description?.Value, Deprecation(value.Directives)), type);
                }

                break;
            case (InputObjectTypeDefinitionNode definition, InputObjectType type):
                foreach (var (name, field) in Inputs(definition.Fields, type.Name))
                {
                    Once(type.Fields, name, field, type);
                }

                break;
            case (ScalarTypeDefinitionNode, ScalarType):
                break;
            default:
                _errors.Add($"Type \"{node.Name.Value}\" is extended as another kind of type.");
                break;
        }
    }

    private void FillComplex(ComplexTypeDefinitionNode definition, ComplexType type)
    {
        AddAll(definition.Interfaces, type.Interfaces, $"Type {type}");
        foreach (var field in definition.Fields)
        {
            if (Find(field.Type) is { } fieldType)
            {
                var name = field.Name.Value;
                var arguments = Inputs(field.Arguments, $"{type}.{name}");
                var made = new FieldDefinition(name, fieldType, arguments, field.Description?.Value, Deprecation(field.Directives));
                Once(type.Fields, name, made, type);
            }
        }
    }

    private void AddAll<T>(IEnumerable<NamedTypeNode> nodes, IList<T> into, string owner)
        where T : NamedType
    {
        foreach (var node in nodes)
        {
            if (Find(node) is not T type || into.Contains(type))
            {
                _errors.Add($"{owner} cannot include \"{node.Name.Value}\" here.");
                continue;
            }

            into.Add(type);
        }
    }

    private void Once<T>(OrderedDictionary<string, T> into, string name, T value, NamedType type)
    {
        if (!into.TryAdd(name, value))
        {
            _errors.Add($"\"{type}.{name}\" is defined twice.");
        }
    }

    private OrderedDictionary<string, InputValue> Inputs(IEnumerable<InputValueDefinitionNode> nodes, string owner)
    {
        var inputs = new OrderedDictionary<string, InputValue>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (Find(node.Type) is not { } type)
            {
                continue;
            }

            var name = node.Name.Value;
            if (!inputs.TryAdd(name, new InputValue(name, type, node.DefaultValue, node.Description?.Value, Deprecation(node.Directives))))
            {
                _errors.Add($"\"{owner}\" has two of the name \"{name}\".");
            }
        }

        return inputs;
    }

    private GraphQLType? Find(TypeNode node)
    {
        switch (node)
        {
            case NonNullTypeNode nonNull:
                return Find(nonNull.Type) is { } inner ? new NonNullType(inner) : null;
            case ListTypeNode list:
                return Find(list.Type) is { } item ? new ListType(item) : null;
            case NamedTypeNode { Name.Value: var name } when _types.TryGetValue(name, out var type):
                return type;
            default:
                _errors.Add($"Unknown type \"{Printer.Print(node)}\".");
                return null;
        }
    }

    private Dictionary<OperationType, ObjectType> Roots(IReadOnlyCollection<SchemaDefinitionNode> nodes)
    {
        var names = nodes.SelectMany(node => node.OperationTypes).Select(node => (node.Operation, node.Type.Name.Value)).ToList();
        if (nodes.All(node => node.IsExtension))
        {
            var usual = Enum.GetValues<OperationType>().Select(operation => (Operation: operation, Name: operation.ToString()));
            names.AddRange(usual.Where(root => _types.GetValueOrDefault(root.Name) is ObjectType));
        }

        var roots = new Dictionary<OperationType, ObjectType>();
        foreach (var (operation, name) in names)
        {
            if (_types.GetValueOrDefault(name) is not ObjectType type || !roots.TryAdd(operation, type))
            {
                _errors.Add($"{operation} root type \"{name}\" must be one object type.");
            }
        }

        return roots;
    }

    private static string? Deprecation(IReadOnlyList<DirectiveNode> directives) =>
        directives.Any(directive => directive.Name.Value == "deprecated") ? Argument(directives, "deprecated", "reason") ?? "No longer supported" : null;

    private static string? Argument(IReadOnlyList<DirectiveNode> directives, string directive, string name)
    {
        var arguments = directives.FirstOrDefault(node => node.Name.Value == directive)?.Arguments;
        return (arguments?.FirstOrDefault(node => node.Name.Value == name)?.Value as StringValueNode)?.Value;
    }
}
