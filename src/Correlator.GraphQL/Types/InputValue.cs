using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Types;

/// <summary>An argument, or a field of an input object.</summary>
public sealed record InputValue(string Name, GraphQLType Type, ValueNode? DefaultValue, string? Description, string? DeprecationReason)
{
    /// <summary>Whether it must be given.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;
}
