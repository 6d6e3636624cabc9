using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>A block's first bytes: how many records belong to which trace, in order. Records without a trace stand under the zero id.</summary>
internal static class TraceDirectory
{
    /// <summary>Writes it; returns the distinct traces without the zero id.</summary>
    public static TraceId[] Write(ByteWriter directory, ReadOnlySpan<RowKey> sorted)
    {
        var runs = new List<(TraceId TraceId, int Count)>();
        foreach (var key in sorted)
        {
            if (runs.Count > 0 && runs[^1].TraceId == key.TraceId)
            {
                runs[^1] = (key.TraceId, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((key.TraceId, 1));
            }
        }

        directory.Varint(runs.Count);
        foreach (var (traceId, count) in runs)
        {
            traceId.Write(directory.Free(TraceId.Size));
            directory.Advance(TraceId.Size);
            directory.Varint(count);
        }

        return [.. runs.Where(run => !run.TraceId.IsZero).Select(run => run.TraceId)];
    }

    public static (TraceId TraceId, int Count)[] Read(ref ByteReader body)
    {
        var runs = new (TraceId, int)[body.Count(TraceId.Size + 1)];
        for (var index = 0; index < runs.Length; index++)
        {
            runs[index] = (TraceId.Read(body.Bytes(TraceId.Size)), body.Index(int.MaxValue));
        }

        return runs;
    }
}
