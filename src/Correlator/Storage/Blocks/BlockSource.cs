using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>One batch on its way into blocks, with the function id of each of its resources.</summary>
internal readonly record struct BlockSource(TelemetryBatch Batch, int[] FunctionByResource);
