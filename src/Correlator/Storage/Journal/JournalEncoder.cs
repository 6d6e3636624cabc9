using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Journal;

/// <summary>What may be kept on disk of a batch. Storage knows no wire format and no policy, so whoever read the request gives this.</summary>
internal delegate JournalBody JournalEncoder(TelemetryBatch batch);
