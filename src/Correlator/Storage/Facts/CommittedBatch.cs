namespace Correlator.Storage.Facts;

/// <summary>A batch whose facts nobody has looked for.</summary>
/// <param name="Records">Spans and log records, all of which are in its blocks.</param>
internal sealed record CommittedBatch(long BatchId, DateOnly ReceivedOn, int Records, int SpanBlocks, int LogBlocks);
