namespace Correlator.Storage;

/// <summary>What waits for correlation.</summary>
/// <param name="Batches">How many batches.</param>
/// <param name="OldestCommittedAt">When the oldest of them was committed; null when none waits.</param>
internal sealed record LedgerBacklog(long Batches, DateTime? OldestCommittedAt);
