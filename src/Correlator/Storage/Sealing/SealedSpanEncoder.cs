using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Packs spans for long keeping: sorted by function, name and start, ids as references, values by key.</summary>
internal static class SealedSpanEncoder
{
    public static EncodedBlock Encode(IReadOnlyCollection<Span> spans)
    {
        Span[] sorted = [.. spans
            .OrderBy(span => span.FunctionId)
            .ThenBy(span => span.Name, StringComparer.Ordinal)
            .ThenBy(span => span.StartNano)
            .ThenBy(span => span.SpanId)];
        TraceId[] traces = [.. sorted.Select(span => span.TraceId).Distinct().Order()];
        var rows = new TraceRows(traces);
        using var columns = new SealedSpanColumns();
        foreach (var span in sorted)
        {
            var trace = rows.NumberOf(span.TraceId);
            rows.Add(trace, span.SpanId);
            columns.Traces.Varint(trace);
            columns.SpanIds.Fixed64(span.SpanId.Value);
        }

        using var dictionary = new SealedDictionary();
        var previous = 0L;
        foreach (var span in sorted)
        {
            WriteRow(columns, dictionary, rows, span, ref previous);
        }

        return columns.Pack(dictionary, traces) with
        {
            MinNano = sorted.Min(span => span.StartNano),
            MaxNano = sorted.Max(span => span.EndNano),
            Records = sorted.Length,
            Errors = sorted.Count(span => span.Status == SpanStatus.Error),
            Functions = [.. sorted.Select(span => span.FunctionId).Distinct()],
        };
    }

    private static void WriteRow(SealedSpanColumns columns, SealedDictionary dictionary, TraceRows rows, Span span, ref long previous)
    {
        var trace = rows.NumberOf(span.TraceId);
        SpanReference.WriteSpan(columns.Parents, columns.OtherIds, rows, trace, span.ParentSpanId);
        columns.Starts.ZigZag(unchecked(span.StartNano - previous));
        previous = span.StartNano;
        columns.Durations.Varint(unchecked((ulong)(span.EndNano - span.StartNano)));
        columns.Names.Varint(dictionary.Text(span.Name));
        columns.Functions.Varint(span.FunctionId);
        columns.Resources.Varint(dictionary.Resource(span.Resource));
        columns.Kinds.Byte((byte)((int)span.Kind | ((int)span.Status << 4)));
        columns.Flags.Varint(span.Flags);
        dictionary.Attributes(columns.Attributes, span.Attributes);
        var rest = columns.Rest;
        rest.Varint(dictionary.Text(span.StatusMessage));
        rest.Varint(dictionary.Text(span.TraceState));
        rest.Varint(span.Dropped);
        rest.Varint(span.Events.Count);
        foreach (var spanEvent in span.Events)
        {
            rest.ZigZag(unchecked(spanEvent.TimeNano - span.StartNano));
            rest.Varint(dictionary.Text(spanEvent.Name));
            dictionary.Attributes(rest, spanEvent.Attributes);
        }

        rest.Varint(span.Links.Count);
        foreach (var link in span.Links)
        {
            SpanReference.WriteTrace(rest, columns.OtherIds, rows, trace, link.TraceId);
            SpanReference.WriteSpan(rest, columns.OtherIds, rows, rows.NumberOf(link.TraceId), link.SpanId);
            rest.Varint(link.Flags);
            rest.Varint(dictionary.Text(link.TraceState));
            dictionary.Attributes(rest, link.Attributes);
        }
    }
}
