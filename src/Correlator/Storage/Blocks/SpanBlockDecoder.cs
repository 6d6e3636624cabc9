using Correlator.Storage.Sealing;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Blocks;

/// <summary>
/// Reads a span block back, fresh or sealed, whole or for some traces only: columns are walked, but spans that nobody asked for are not built.
/// </summary>
internal static class SpanBlockDecoder
{
    /// <param name="body">A block's body.</param>
    /// <param name="wanted">The traces to build; null for all.</param>
    /// <exception cref="CorruptBlockException">The bytes are damaged.</exception>
    public static List<Span> Decode(ReadOnlySpan<byte> body, IReadOnlySet<TraceId>? wanted = null)
    {
        if (SealedDirectory.IsSealed(body))
        {
            return SealedSpanDecoder.Decode(body, wanted);
        }

        var reader = new ByteReader(body);
        var runs = TraceDirectory.Read(ref reader);
        return wanted is null || Array.Exists(runs, run => wanted.Contains(run.TraceId))
            ? BlockBody.Read(ref reader, (ref payload) => Spans(ref payload, runs, wanted))
            : [];
    }

    private static List<Span> Spans(ref ByteReader payload, (TraceId TraceId, int Count)[] runs, IReadOnlySet<TraceId>? wanted)
    {
        var rows = new SpanRowReader(ref payload);
        var spans = new List<Span>();
        foreach (var (traceId, count) in runs)
        {
            var isWanted = wanted is null || wanted.Contains(traceId);
            for (var row = 0; row < count; row++)
            {
                if (rows.Next(traceId, isWanted) is { } span)
                {
                    spans.Add(span);
                }
            }
        }

        return spans;
    }
}
