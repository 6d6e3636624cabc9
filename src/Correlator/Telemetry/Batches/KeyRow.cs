using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Batches;

/// <summary>A distinct attribute key of a batch, classified once so that no attribute's key is looked at twice.</summary>
internal readonly record struct KeyRow(TextRange Text, KnownKey Known);
