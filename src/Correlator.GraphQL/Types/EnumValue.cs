namespace Correlator.GraphQL.Types;

/// <summary>A value of an enum.</summary>
public sealed record EnumValue(string Name, string? Description, string? DeprecationReason);
