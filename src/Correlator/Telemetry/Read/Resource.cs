namespace Correlator.Telemetry.Read;

internal sealed record Resource(
    IReadOnlyList<AttributeValue> Attributes,
    string SchemaUrl,
    string ScopeName,
    string ScopeVersion,
    IReadOnlyList<AttributeValue> ScopeAttributes);
