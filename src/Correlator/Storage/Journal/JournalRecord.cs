using Correlator.Telemetry;

namespace Correlator.Storage.Journal;

/// <summary>A request as the journal keeps it: to be read again, and by its hash the same request to the ledger.</summary>
/// <param name="BodyFormat">How the body is written, in the numbers of <see cref="Telemetry.Batches.TelemetryBatch.BodyFormat"/>.</param>
/// <param name="Body">After decompression. Of a record that was read, valid until the next one is.</param>
internal readonly record struct JournalRecord(Signal Signal, int TenantId, byte BodyFormat, Guid BodyHash, long ReceivedNano, ReadOnlyMemory<byte> Body);
