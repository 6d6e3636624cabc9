namespace Correlator.GraphQL.Types;

/// <summary>A type of a schema. Its text is the one a document writes.</summary>
public abstract class GraphQLType
{
    /// <summary>The type without non-null around it.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.Inner : this;

    /// <summary>The type inside all lists and non-nulls.</summary>
    public NamedType Named => this switch
    {
        NonNullType nonNull => nonNull.Inner.Named,
        ListType list => list.Inner.Named,
        _ => (NamedType)this,
    };

    /// <summary>Whether arguments and variables may have the type.</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>Whether fields may have the type.</summary>
    public bool IsOutput => Named is not InputObjectType;

    /// <summary>Whether a value of the type has no selection set.</summary>
    public bool IsLeaf => this is ScalarType or EnumType;

    /// <summary>Whether a value of the type has a selection set.</summary>
    public bool IsComposite => this is ComplexType or UnionType;

    /// <summary>Whether a value of the type is of one of several object types.</summary>
    public bool IsAbstract => this is InterfaceType or UnionType;

    /// <summary>Whether every value of this type is one of the other.</summary>
    public bool IsSubTypeOf(GraphQLType super) => (this, super) switch
    {
        _ when Equals(super) => true,
        (NonNullType a, NonNullType b) => a.Inner.IsSubTypeOf(b.Inner),
        (NonNullType a, _) => a.Inner.IsSubTypeOf(super),
        (ListType a, ListType b) => a.Inner.IsSubTypeOf(b.Inner),
        (ComplexType a, InterfaceType b) => a.Interfaces.Contains(b),
        (ObjectType a, UnionType b) => b.Types.Contains(a),
        _ => false,
    };
}
