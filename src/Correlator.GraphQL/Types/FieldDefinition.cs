namespace Correlator.GraphQL.Types;

/// <summary>A field of an object or interface.</summary>
public sealed record FieldDefinition(string Name, GraphQLType Type, OrderedDictionary<string, InputValue> Arguments, string? Description, string? DeprecationReason);
