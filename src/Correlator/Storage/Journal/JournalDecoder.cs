using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Journal;

/// <summary>Reads a journaled request again. Storage knows no wire format, so whoever read it first gives this.</summary>
/// <returns>Null when it cannot be read, or nothing is left of it to store.</returns>
internal delegate TelemetryBatch? JournalDecoder(JournalRecord record);
