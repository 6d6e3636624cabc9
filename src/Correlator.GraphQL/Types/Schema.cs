using Correlator.GraphQL.Introspection;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>The types and directives that documents are checked and run against.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, ObjectType[]> _possible = new(StringComparer.Ordinal);
    private readonly FieldDefinition _schemaField;
    private readonly FieldDefinition _typeField;

    internal Schema(
        string? description,
        OrderedDictionary<string, NamedType> types,
        OrderedDictionary<string, DirectiveType> directives,
        IReadOnlyDictionary<OperationType, ObjectType> roots)
    {
        Description = description;
        Types = types;
        Directives = directives;
        Roots = roots;
        IntrospectionResolvers.AddTo(types);
        _schemaField = MetaFields.OfRoot(this, "__schema");
        _typeField = MetaFields.OfRoot(this, "__type");
        foreach (var type in types.Values.Where(type => type.IsAbstract))
        {
            _possible[type.Name] = type is UnionType union
                ? [.. union.Types]
                : [.. types.Values.OfType<ObjectType>().Where(found => found.Interfaces.Contains((InterfaceType)type))];
        }
    }

    /// <summary>What it is, for people.</summary>
    public string? Description { get; }

    /// <summary>All types by name, those of introspection too.</summary>
    public OrderedDictionary<string, NamedType> Types { get; }

    /// <summary>All directives by name.</summary>
    public OrderedDictionary<string, DirectiveType> Directives { get; }

    /// <summary>The root types of the operations that there are.</summary>
    public IReadOnlyDictionary<OperationType, ObjectType> Roots { get; }

    /// <summary>The type that a reference in a document means; null if there is none.</summary>
    public GraphQLType? Find(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => Find(nonNull.Type) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => Find(list.Type) is { } inner ? new ListType(inner) : null,
        NamedTypeNode named => Types.GetValueOrDefault(named.Name.Value),
        _ => null,
    };

    /// <summary>The object types that a value of the type can have.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType type) => type is ObjectType only ? [only] : _possible.GetValueOrDefault(type.Name) ?? [];

    /// <summary>Whether a value can be of both types.</summary>
    public bool Overlap(NamedType one, NamedType other) => one == other || PossibleTypes(one).Intersect(PossibleTypes(other)).Any();

    /// <summary>The field of a type, the fields of introspection among them.</summary>
    public FieldDefinition? Field(NamedType type, string name) => name switch
    {
        "__typename" when type.IsComposite => MetaFields.TypeName,
        "__schema" when Roots.GetValueOrDefault(OperationType.Query) == type => _schemaField,
        "__type" when Roots.GetValueOrDefault(OperationType.Query) == type => _typeField,
        _ => (type as ComplexType)?.Fields.GetValueOrDefault(name),
    };
}
