namespace Correlator.GraphQL.Types;

/// <summary>An object type.</summary>
public sealed class ObjectType(string name, string? description) : ComplexType(name, description);
