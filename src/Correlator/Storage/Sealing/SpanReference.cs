using Correlator.Storage.Blocks;
using Correlator.Telemetry;

namespace Correlator.Storage.Sealing;

/// <summary>
/// References between spans. A span: 0 none, 1 by its id, else its place in its trace plus two. A trace: 0 the
/// span's own, 1 by its id, else its number plus two.
/// </summary>
internal static class SpanReference
{
    private const int None = 0;
    private const int ById = 1;
    private const int First = 2;

    public static void WriteSpan(ByteWriter column, ByteWriter ids, TraceRows rows, int trace, SpanId span)
    {
        var place = trace < 0 || span.IsZero ? -1 : rows.PlaceOf(trace, span);
        column.Varint(span.IsZero ? None : place < 0 ? ById : place + First);
        if (!span.IsZero && place < 0)
        {
            ids.Fixed64(span.Value);
        }
    }

    public static SpanId ReadSpan(ref ByteReader column, ref ByteReader ids, TraceRows rows, int trace) => column.Varint() switch
    {
        None => default,
        ById => new SpanId(ids.Fixed64()),
        var place => (trace < 0 ? null : rows.At(trace, place - First)) ?? throw new CorruptBlockException("a span refers to one that is not there"),
    };

    public static void WriteTrace(ByteWriter column, ByteWriter ids, TraceRows rows, int own, TraceId trace)
    {
        var number = rows.NumberOf(trace);
        column.Varint(number == own ? None : number < 0 ? ById : number + First);
        if (number < 0)
        {
            ids.Fixed64(trace.High);
            ids.Fixed64(trace.Low);
        }
    }

    /// <summary>The trace, and its number in the block, negative for one that the block has nothing of.</summary>
    public static (TraceId Trace, int Number) ReadTrace(ref ByteReader column, ref ByteReader ids, TraceRows rows, int own)
    {
        switch (column.Varint())
        {
            case None:
                return (rows[own], own);
            case ById:
                return (new TraceId(ids.Fixed64(), ids.Fixed64()), -1);
            case var number when number - First < (ulong)rows.Count:
                return (rows[(int)number - First], (int)number - First);
            default:
                throw new CorruptBlockException("a link refers to a trace that is not there");
        }
    }
}
