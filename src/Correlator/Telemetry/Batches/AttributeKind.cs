namespace Correlator.Telemetry.Batches;

/// <summary>What an attribute's value is. Arrays and maps are kept as JSON text, so nothing behind ingest knows the wire's nesting.</summary>
internal enum AttributeKind : byte
{
    Empty = 0,
    String = 1,
    Bool = 2,
    Int = 3,
    Double = 4,
    Bytes = 5,
    Json = 6,
}
