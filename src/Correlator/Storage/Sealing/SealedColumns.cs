using Correlator.Storage.Blocks;
using Correlator.Telemetry;

namespace Correlator.Storage.Sealing;

/// <summary>The columns of a sealed block while it is written.</summary>
internal abstract class SealedColumns(int count) : ColumnSet(count)
{
    /// <summary>
    /// Of 11. With blocks of 5,000 spans packing takes 6 s of CPU per million of them, with 9 it takes 19 s for 2 % fewer bytes (docs/benchmarks.md).
    /// </summary>
    private const int Quality = 5;

    /// <summary>The block, without what its rows alone can tell.</summary>
    public EncodedBlock Pack(SealedDictionary dictionary, TraceId[] traces)
    {
        using var directory = new ByteWriter();
        using var payload = new ByteWriter();
        SealedDirectory.Write(directory, traces);
        dictionary.WriteTo(payload);
        WriteTo(payload);
        return new EncodedBlock
        {
            Body = BlockBody.Pack(directory, payload, Quality),
            Bloom = dictionary.Bloom(),
            Traces = [.. traces.Where(trace => !trace.IsZero)],
            MinNano = 0,
            MaxNano = 0,
            Records = 0,
            Errors = 0,
            Functions = [],
        };
    }
}
