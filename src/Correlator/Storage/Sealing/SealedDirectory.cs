using Correlator.Storage.Blocks;
using Correlator.Telemetry;

namespace Correlator.Storage.Sealing;

/// <summary>
/// A sealed block's first bytes: a mark, and its traces in order, uncompressed. Records stand sorted for search, so a column tells which trace each is of.
/// </summary>
internal static class SealedDirectory
{
    /// <summary>Format 2: the layout of this folder.</summary>
    public const short Format = 2;

    /// <summary>A fresh block begins with the number of its traces, of which there is one at least.</summary>
    private const byte Mark = 0;

    public static bool IsSealed(ReadOnlySpan<byte> body) => !body.IsEmpty && body[0] == Mark;

    public static void Write(ByteWriter directory, TraceId[] traces)
    {
        directory.Byte(Mark);
        directory.Byte((byte)Format);
        directory.Varint(traces.Length);
        foreach (var trace in traces)
        {
            trace.Write(directory.Free(TraceId.Size));
            directory.Advance(TraceId.Size);
        }
    }

    public static TraceId[] Read(ref ByteReader body)
    {
        if (body.Byte() != Mark || body.Byte() != Format)
        {
            throw new CorruptBlockException("a sealed block is of another format");
        }

        var traces = new TraceId[body.Count(TraceId.Size)];
        for (var index = 0; index < traces.Length; index++)
        {
            traces[index] = TraceId.Read(body.Bytes(TraceId.Size));
            if (index > 0 && traces[index].CompareTo(traces[index - 1]) <= 0)
            {
                throw new CorruptBlockException("traces stand out of order");
            }
        }

        return traces;
    }
}
