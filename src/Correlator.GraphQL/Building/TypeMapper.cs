using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Scalars;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The GraphQL types of C# types, each made when it is first met. The fields of object types are filled in later, since they may refer back.</summary>
internal sealed class TypeMapper(Problems problems, XmlDocumentation documentation, IReadOnlyDictionary<Type, ScalarType> scalars, TypeScan scan)
{
    private readonly Dictionary<Type, NamedType> _outputs = [];
    private readonly Dictionary<Type, InputObjectType> _inputs = [];
    private readonly Dictionary<Type, EnumType> _enums = [];
    private readonly Dictionary<string, (NamedType Type, string Origin)> _names = new(StringComparer.Ordinal);

    /// <summary>All types, in the order in which they were met.</summary>
    public IEnumerable<NamedType> Types => _names.Values.Select(entry => entry.Type);

    /// <summary>The object and interface types whose fields are not there yet.</summary>
    public Queue<(Type Runtime, ComplexType Type)> Unfilled { get; } = [];

    /// <summary>The input objects whose fields are not there yet.</summary>
    public Queue<(Type Runtime, InputObjectType Type)> UnfilledInputs { get; } = [];

    /// <summary>The classes of the object types so far.</summary>
    public IEnumerable<KeyValuePair<Type, NamedType>> Outputs => _outputs;

    public GraphQLType Output(ClrReference reference, string where) => Wrap(reference, type => OutputName(type, where));

    public GraphQLType Input(ClrReference reference, string where) => Wrap(reference, type => InputName(type, where));

    /// <summary>The object type of a class.</summary>
    public ObjectType? Object(Type type) => Named(type, Naming.Shown(type)) as ObjectType;

    /// <summary>A type that is made otherwise than of one class.</summary>
    public T Add<T>(T type, string origin)
        where T : NamedType
    {
        if (!_names.TryAdd(type.Name, (type, origin)) && _names[type.Name].Type != type)
        {
            problems.Add(origin, $"there is a type {type.Name} already, of {_names[type.Name].Origin}.");
        }

        return type;
    }

    public NamedType? Find(string name) => _names.TryGetValue(name, out var entry) ? entry.Type : null;

    /// <summary>The type that the schema language names; its names are those of scalars and of types met before.</summary>
    public GraphQLType Syntax(string syntax, string where)
    {
        try
        {
            return Resolve(Parser.ParseType(syntax)) ?? Unknown($"the schema has no type {syntax}.");
        }
        catch (GraphQLSyntaxException exception)
        {
            return Unknown($"\"{syntax}\" is no type: {exception.Message}");
        }

        GraphQLType Unknown(string problem)
        {
            problems.Add(where, problem);
            return BuiltInScalars.Text;
        }
    }

    public bool IsScalar(Type type) => scalars.ContainsKey(type);

    private static GraphQLType Wrap(ClrReference reference, Func<Type, GraphQLType> name)
    {
        var inner = reference.Element is { } element ? new ListType(Wrap(element, name)) : name(reference.IsMap ? typeof(object) : reference.Plain);
        return reference.IsNullable ? inner : new NonNullType(inner);
    }

    private GraphQLType? Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => Resolve(nonNull.Type) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => Resolve(list.Type) is { } inner ? new ListType(inner) : null,
        NamedTypeNode { Name.Value: var name } => ScalarNamed(name) is { } scalar ? Leaf(scalar) : Find(name),
        _ => null,
    };

    private ScalarType? ScalarNamed(string name) => BuiltInScalars.All
        .Concat(ExtendedScalars.All)
        .Concat(scalars.Values)
        .FirstOrDefault(scalar => scalar.Name == name);

    private ScalarType Leaf(ScalarType scalar) => BuiltInScalars.All.Contains(scalar) ? scalar : Add(scalar, $"the scalar {scalar.Name}");

    private NamedType OutputName(Type type, string where) => Leaf(type) ?? Named(type, where) ?? BuiltInScalars.Text;

    private NamedType? Leaf(Type type) => scalars.TryGetValue(type, out var scalar) ? Leaf(scalar) : type.IsEnum ? Enum(type) : null;

    private NamedType? Named(Type type, string where)
    {
        if (_outputs.TryGetValue(type, out var known))
        {
            return known;
        }

        var said = scan.Said<ObjectTypeAttribute>(type).FirstOrDefault(said => said.Name is not null);
        var (name, description) = (said?.Name ?? Naming.OfType(type), Description(type));
        NamedType? made = type switch
        {
            _ when type.IsDefined(typeof(UnionTypeAttribute), false) => new UnionType(name, description),
            _ when type.IsDefined(typeof(InterfaceTypeAttribute), false) => new InterfaceType(name, description),
            { IsInterface: true } or { IsAbstract: true } => null,
            { IsPrimitive: true } or { IsPointer: true } or { IsByRef: true } => null,
            _ when type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true => null,
            _ => new ObjectType(name, description),
        };
        if (made is null)
        {
            problems.Add(
                where,
                $"{type} has no GraphQL type: annotate it with [InterfaceType] or [UnionType] if it stands above others, "
                + "register a scalar for it, or ignore the member.");
            return null;
        }

        _outputs[type] = Add(made, Naming.Shown(type));
        if (made is ComplexType complex)
        {
            Unfilled.Enqueue((type, complex));
        }

        return made;
    }

    private NamedType InputName(Type type, string where)
    {
        if (Leaf(type) is { } leaf)
        {
            return leaf;
        }

        if (_inputs.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsInterface || type.IsAbstract || type.IsPrimitive || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            problems.Add(where, $"{type} is neither a registered service nor an input.");
            return BuiltInScalars.Text;
        }

        var made = new InputObjectType(Naming.OfInput(type), documentation.Of(type), type.IsDefined(typeof(OneOfAttribute), false));
        _inputs[type] = Add(made, Naming.Shown(type));
        UnfilledInputs.Enqueue((type, made));
        return made;
    }

    private EnumType Enum(Type type)
    {
        if (!_enums.TryGetValue(type, out var known))
        {
            known = new EnumType(Naming.OfType(type), documentation.Of(type)) { NameOf = EnumNames.Writer(type) };
            foreach (var field in EnumNames.Fields(type))
            {
                var name = Naming.OfEnumValue(field);
                if (!known.Values.TryAdd(name, new EnumValue(name, documentation.Of(field), Deprecation.Of(field))))
                {
                    problems.Add(field, $"the enum has a value {name} already.");
                }
            }

            _enums[type] = Add(known, Naming.Shown(type));
        }

        return known;
    }

    /// <summary>The class that says what the type is in the schema says it better than the one that knows nothing of the schema.</summary>
    private string? Description(Type type) => scan.Extensions.GetValueOrDefault(type, [])
        .Where(extension => extension.IsDefined(typeof(ObjectTypeAttribute), false) || extension.IsDefined(typeof(GraphQLDescriptionAttribute), false))
        .Select(documentation.Of).FirstOrDefault(text => text is not null) ?? documentation.Of(type);
}
