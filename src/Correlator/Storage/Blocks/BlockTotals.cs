namespace Correlator.Storage.Blocks;

/// <summary>What the rows of a block alone can tell of it; see <see cref="EncodedBlock"/>.</summary>
internal readonly record struct BlockTotals(long MinNano, long MaxNano, int Errors, int Severities = 0);
