using System.Collections.Frozen;

namespace Correlator.GraphQL.Language;

/// <summary>Where a directive may stand, in the words of the specification.</summary>
public static class DirectiveLocation
{
    /// <summary>A query.</summary>
    public const string Query = "QUERY";

    /// <summary>A mutation.</summary>
    public const string Mutation = "MUTATION";

    /// <summary>A subscription.</summary>
    public const string Subscription = "SUBSCRIPTION";

    /// <summary>A field that is asked for.</summary>
    public const string Field = "FIELD";

    /// <summary>The definition of a fragment.</summary>
    public const string FragmentDefinition = "FRAGMENT_DEFINITION";

    /// <summary>The use of a fragment.</summary>
    public const string FragmentSpread = "FRAGMENT_SPREAD";

    /// <summary>An inline fragment.</summary>
    public const string InlineFragment = "INLINE_FRAGMENT";

    /// <summary>The definition of a variable.</summary>
    public const string VariableDefinition = "VARIABLE_DEFINITION";

    /// <summary>The schema.</summary>
    public const string Schema = "SCHEMA";

    /// <summary>A scalar.</summary>
    public const string Scalar = "SCALAR";

    /// <summary>An object type.</summary>
    public const string ObjectType = "OBJECT";

    /// <summary>A field of an object or interface.</summary>
    public const string FieldDefinition = "FIELD_DEFINITION";

    /// <summary>An argument.</summary>
    public const string ArgumentDefinition = "ARGUMENT_DEFINITION";

    /// <summary>An interface.</summary>
    public const string InterfaceType = "INTERFACE";

    /// <summary>A union.</summary>
    public const string Union = "UNION";

    /// <summary>An enum.</summary>
    public const string EnumType = "ENUM";

    /// <summary>A value of an enum.</summary>
    public const string EnumValue = "ENUM_VALUE";

    /// <summary>An input object.</summary>
    public const string InputObject = "INPUT_OBJECT";

    /// <summary>A field of an input object.</summary>
    public const string InputFieldDefinition = "INPUT_FIELD_DEFINITION";

    /// <summary>All places, in the order of the specification.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Query, Mutation, Subscription, Field, FragmentDefinition, FragmentSpread, InlineFragment, VariableDefinition,
        Schema, Scalar, ObjectType, FieldDefinition, ArgumentDefinition, InterfaceType, Union, EnumType, EnumValue, InputObject, InputFieldDefinition,
    ];

    private static readonly FrozenSet<string> Known = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the specification knows the place.</summary>
    public static bool IsKnown(string name) => Known.Contains(name);
}
