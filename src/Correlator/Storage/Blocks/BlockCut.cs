namespace Correlator.Storage.Blocks;

/// <summary>Where a block ends: between two traces when it can, so that a trace is read from one block.</summary>
internal static class BlockCut
{
    public static int At(ReadOnlySpan<RowKey> sorted, int size)
    {
        if (sorted.Length <= size)
        {
            return sorted.Length;
        }

        // Back to the start of the trace that the cut would split; a trace larger than a block is split after all.
        var cut = size;
        while (cut > 0 && sorted[cut].TraceId == sorted[cut - 1].TraceId)
        {
            cut--;
        }

        return cut > 0 ? cut : size;
    }
}
