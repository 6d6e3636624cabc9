using Correlator.Storage;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest;

/// <summary>Makes a batch durable and disposes it: <c>CommitQueue.CommitAsync</c>.</summary>
internal delegate ValueTask<CommitOutcome> CommitBatch(TelemetryBatch batch, CancellationToken cancellationToken);
