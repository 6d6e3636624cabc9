namespace Correlator.Telemetry.Batches;

/// <summary>A run of consecutive rows in one of a batch's tables.</summary>
internal readonly record struct RowRange(int Start, int Count)
{
    public int End => Start + Count;
}
