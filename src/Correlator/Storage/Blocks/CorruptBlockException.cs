namespace Correlator.Storage.Blocks;

/// <summary>A block's bytes are not what was written.</summary>
internal sealed class CorruptBlockException(string detail) : Exception($"A telemetry block is damaged: {detail}.");
