namespace Correlator.GraphQL.Types;

/// <summary>A directive that documents may use.</summary>
public sealed record DirectiveType(
    string Name,
    OrderedDictionary<string, InputValue> Arguments,
    bool IsRepeatable,
    IReadOnlyList<string> Locations,
    string? Description);
