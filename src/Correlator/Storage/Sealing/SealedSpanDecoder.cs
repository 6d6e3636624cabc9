using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Reads a sealed span block back, whole or for some traces only.</summary>
internal static class SealedSpanDecoder
{
    /// <exception cref="CorruptBlockException">The bytes are damaged.</exception>
    public static List<Span> Decode(ReadOnlySpan<byte> body, IReadOnlySet<TraceId>? wanted)
    {
        var reader = new ByteReader(body);
        var traces = SealedDirectory.Read(ref reader);
        return wanted is null || Array.Exists(traces, wanted.Contains) ? BlockBody.Read(ref reader, (ref payload) => Read(ref payload, traces, wanted)) : [];
    }

    private static List<Span> Read(ref ByteReader payload, TraceId[] traces, IReadOnlySet<TraceId>? wanted)
    {
        var dictionary = new SealedDictionaryReader(ref payload);
        ByteReader traceColumn = payload.Column(), idColumn = payload.Column();
        var rows = new TraceRows(traces);
        var ids = new List<(int Trace, SpanId Span)>(idColumn.Remaining / SpanId.Size);
        while (idColumn.Remaining > 0)
        {
            var row = (Trace: traceColumn.Index(traces.Length), Span: new SpanId(idColumn.Fixed64()));
            ids.Add(row);
            rows.Add(row.Trace, row.Span);
        }

        var reader = new SealedSpanRowReader(dictionary, rows, ref payload);
        var spans = new List<Span>();
        foreach (var (trace, span) in ids)
        {
            if (reader.Next(trace, span, wanted is null || wanted.Contains(traces[trace])) is { } read)
            {
                spans.Add(read);
            }
        }

        return spans;
    }
}
