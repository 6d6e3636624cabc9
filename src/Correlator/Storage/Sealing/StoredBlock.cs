namespace Correlator.Storage.Sealing;

/// <summary>A block as it lies in its day's partition.</summary>
internal sealed record StoredBlock(int TenantId, long BlockId, long BatchId, byte[] Body, int Bytes);
