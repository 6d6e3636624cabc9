using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>A block ready to be stored, with what its row tells about it.</summary>
internal sealed record EncodedBlock
{
    /// <summary>Of a block that was encoded for a commit: until its encoder is at the next group.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
    public required byte[] Bloom { get; init; }
    public required long MinNano { get; init; }
    public required long MaxNano { get; init; }
    public required int Records { get; init; }
    public required int Errors { get; init; }

    /// <summary>Bit n set: some log record has severity n. 0 for spans.</summary>
    public int Severities { get; init; }
    public required int[] Functions { get; init; }

    /// <summary>The distinct traces, ascending; log records without a trace are left out.</summary>
    public required TraceId[] Traces { get; init; }
}
