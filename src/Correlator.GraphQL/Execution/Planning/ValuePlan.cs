using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>How a value of a type is made part of the answer; made once for each field of a plan.</summary>
internal sealed class ValuePlan
{
    public ValuePlan(GraphQLType type)
    {
        IsNonNull = type is NonNullType;
        Type = type.Nullable;
        switch (Type)
        {
            case ListType list:
                Kind = ValueKind.List;
                Item = new ValuePlan(list.Inner);
                break;
            case ScalarType scalar:
                Serialize = scalar.Serialize;
                break;
            case EnumType named:
                Serialize = value => named.NameOf(value) is { } name && named.Values.ContainsKey(name)
                    ? name
                    : throw new GraphQLException($"Enum \"{named}\" cannot represent value: {Inspect.Value(value)}");
                break;
            default:
                Kind = Type is ObjectType ? ValueKind.OneType : ValueKind.Abstract;
                break;
        }
    }

    public ValueKind Kind { get; }

    public bool IsNonNull { get; }

    /// <summary>The type without non-null around it.</summary>
    public GraphQLType Type { get; }

    /// <summary>The items of a list.</summary>
    public ValuePlan? Item { get; }

    /// <summary>Writes a leaf.</summary>
    public Func<object, object?>? Serialize { get; }
}
