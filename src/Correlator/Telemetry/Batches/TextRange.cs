namespace Correlator.Telemetry.Batches;

/// <summary>A slice of a batch's <see cref="TelemetryBatch.Text"/>, in bytes; text is valid UTF-8.</summary>
internal readonly record struct TextRange(int Offset, int Length)
{
    public bool IsEmpty => Length == 0;
}
