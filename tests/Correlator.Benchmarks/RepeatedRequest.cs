using System.Buffers.Binary;
using Correlator.Ingest.Wire;
using Correlator.Telemetry.Batches;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Correlator.Benchmarks;

/// <summary>
/// A trace request that is sent again and again, each time with other traces and spans. Only what differs is written, or a bench of some million spans would
/// hold gigabytes of requests and measure how fast the system gives it memory.
/// </summary>
internal sealed class RepeatedRequest
{
    private static readonly int[] Spans =
        [ExportTraceServiceRequest.ResourceSpansFieldNumber, ResourceSpans.ScopeSpansFieldNumber, ScopeSpans.SpansFieldNumber];

    private static readonly int[][] Ids =
    [
        [.. Spans, Span.TraceIdFieldNumber],
        [.. Spans, Span.SpanIdFieldNumber],
        [.. Spans, Span.ParentSpanIdFieldNumber],
        [.. Spans, Span.LinksFieldNumber, Span.Types.Link.TraceIdFieldNumber],
        [.. Spans, Span.LinksFieldNumber, Span.Types.Link.SpanIdFieldNumber],
    ];

    private readonly byte[] _template;
    private readonly int[] _places;

    public RepeatedRequest(byte[] template)
    {
        var places = new List<int>();
        foreach (var way in Ids)
        {
            Find(template, new TextRange(0, template.Length), way, places);
        }

        (_template, _places) = (template, [.. places]);
    }

    public int Length => _template.Length;

    /// <summary>Writes the request as it is in a round; in round 0 as it came.</summary>
    public void Write(Span<byte> body, int round)
    {
        _template.CopyTo(body);
        foreach (var place in _places)
        {
            var id = body[place..];
            BinaryPrimitives.WriteUInt64LittleEndian(id, BinaryPrimitives.ReadUInt64LittleEndian(id) ^ (ulong)round);
        }
    }

    private static void Find(byte[] request, TextRange message, ReadOnlySpan<int> way, List<int> places)
    {
        var cursor = new ProtobufCursor(request, message);
        while (cursor.Next())
        {
            if (cursor.Field != way[0])
            {
                cursor.Skip();
                continue;
            }

            var value = cursor.Bytes();
            if (way.Length > 1)
            {
                Find(request, value, way[1..], places);
            }
            else if (value.Length > 0)
            {
                places.Add(value.Offset);
            }
        }
    }
}
