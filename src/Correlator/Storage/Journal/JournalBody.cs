namespace Correlator.Storage.Journal;

/// <summary>What the journal keeps of a request.</summary>
/// <param name="Format">How it is written, in the numbers of <see cref="Telemetry.Batches.TelemetryBatch.BodyFormat"/>.</param>
internal readonly record struct JournalBody(ReadOnlyMemory<byte> Bytes, byte Format);
