namespace Correlator.Telemetry.Batches;

/// <summary>
/// One attribute: a key by its index in <see cref="TelemetryBatch.Keys"/> and a value, as text (String, Bytes, Json) or as bits (Bool, Int, Double).
/// </summary>
internal readonly record struct AttributeRow(int Key, AttributeKind Kind, TextRange Text, long Bits)
{
    /// <summary>Its value is text or bytes, and stands in the batch.</summary>
    public bool IsText => Kind is AttributeKind.String or AttributeKind.Json or AttributeKind.Bytes;

    public bool Bool => Bits != 0;

    public double Double => BitConverter.Int64BitsToDouble(Bits);
}
