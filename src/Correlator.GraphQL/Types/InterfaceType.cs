namespace Correlator.GraphQL.Types;

/// <summary>An interface.</summary>
public sealed class InterfaceType(string name, string? description) : ComplexType(name, description);
