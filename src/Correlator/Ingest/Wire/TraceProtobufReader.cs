using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>trace.v1: Span with its events, links and status.</summary>
internal sealed class TraceProtobufReader(RecordSink sink) : EnvelopeProtobufReader(sink)
{
    protected override void ReadRecord(TextRange record)
    {
        var (attributes, events, links) = (Batch.Attributes.Count, Batch.Events.Count, Batch.Links.Count);
        TextRange traceId = default, spanId = default, parentId = default, traceState = default, name = default, statusMessage = default;
        ulong start = 0, end = 0;
        uint kind = 0, flags = 0, status = 0, droppedAttributes = 0, droppedEvents = 0, droppedLinks = 0, cutAttributes = 0;
        int eventCount = 0, linkCount = 0;

        // First the span's own fields and attributes, which must lie in one run; events and links bring attributes of their own.
        var cursor = new ProtobufCursor(Batch.Text, record);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    traceId = cursor.Bytes();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    spanId = cursor.Bytes();
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    traceState = cursor.Bytes();
                    break;
                case 4 when cursor.Is(WireType.Bytes):
                    parentId = cursor.Bytes();
                    break;
                case 5 when cursor.Is(WireType.Bytes):
                    name = cursor.Bytes();
                    break;
                case 6 when cursor.Is(WireType.Varint):
                    kind = (uint)cursor.Varint();
                    break;
                case 7 when cursor.Is(WireType.Fixed64):
                    start = cursor.Fixed64();
                    break;
                case 8 when cursor.Is(WireType.Fixed64):
                    end = cursor.Fixed64();
                    break;
                case 9 when cursor.Is(WireType.Bytes):
                    cutAttributes += Attributes.Add(cursor.Bytes(), attributes) ? 0u : 1u;
                    break;
                case 10 when cursor.Is(WireType.Varint):
                    droppedAttributes = (uint)cursor.Varint();
                    break;
                case 11 when cursor.Is(WireType.Bytes):
                    cursor.Bytes();
                    eventCount++;
                    break;
                case 12 when cursor.Is(WireType.Varint):
                    droppedEvents = (uint)cursor.Varint();
                    break;
                case 13 when cursor.Is(WireType.Bytes):
                    cursor.Bytes();
                    linkCount++;
                    break;
                case 14 when cursor.Is(WireType.Varint):
                    droppedLinks = (uint)cursor.Varint();
                    break;
                case 15 when cursor.Is(WireType.Bytes):
                    ReadStatus(cursor.Bytes(), ref statusMessage, ref status);
                    break;
                case 16 when cursor.Is(WireType.Fixed32):
                    flags = cursor.Fixed32();
                    break;
                case > 16:
                    cursor.Skip();
                    break;
            }
        }

        var own = new RowRange(attributes, Batch.Attributes.Count - attributes);
        if (eventCount + linkCount > 0)
        {
            ReadChildren(record);
        }

        // What the sender dropped, and what was cut off here.
        var cutEvents = eventCount + events - Batch.Events.Count;
        var cutLinks = linkCount + links - Batch.Links.Count;
        var dropped = (ulong)droppedAttributes + droppedEvents + droppedLinks + cutAttributes + (ulong)(cutEvents + cutLinks);
        var span = new SpanRow
        {
            TraceId = Sink.ToTraceId(traceId),
            SpanId = Sink.ToSpanId(spanId),
            ParentSpanId = Sink.ToSpanId(parentId),
            Scope = Scope,
            Resource = Resource,
            Name = Sink.Clean(name),
            TraceState = Sink.Clean(traceState),
            StatusMessage = Sink.Clean(statusMessage),
            Kind = kind <= (uint)SpanKind.Consumer ? (SpanKind)kind : SpanKind.Unspecified,
            Status = status <= (uint)SpanStatus.Error ? (SpanStatus)status : SpanStatus.Unset,
            Flags = flags,
            StartNano = unchecked((long)start),
            EndNano = unchecked((long)end),
            Attributes = own,
            Events = new RowRange(events, Batch.Events.Count - events),
            Links = new RowRange(links, Batch.Links.Count - links),
            Dropped = (uint)Math.Min(dropped, uint.MaxValue),
        };
        if (!Sink.AcceptSpan(span, traceId.Length, spanId.Length))
        {
            Batch.Attributes.Ids.Truncate(attributes);
            Batch.Events.Truncate(events);
            Batch.Links.Truncate(links);
        }
    }

    private void ReadChildren(TextRange record)
    {
        int events = 0, links = 0;
        var cursor = new ProtobufCursor(Batch.Text, record);
        while (cursor.Next())
        {
            if (cursor.Field == 11 && cursor.Type == WireType.Bytes && events++ < Sink.Limits.MaxChildren && Sink.HasRoom())
            {
                ReadEvent(cursor.Bytes());
            }
            else if (cursor.Field == 13 && cursor.Type == WireType.Bytes && links++ < Sink.Limits.MaxChildren && Sink.HasRoom())
            {
                ReadLink(cursor.Bytes());
            }
            else
            {
                if (cursor.Field is 11 or 13 && cursor.Type == WireType.Bytes)
                {
                    Sink.CutCount();
                }

                cursor.Skip();
            }
        }
    }

    private void ReadEvent(TextRange message)
    {
        ulong time = 0;
        var name = default(TextRange);
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Fixed64):
                    time = cursor.Fixed64();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    name = cursor.Bytes();
                    break;
                case > 2:
                    cursor.Skip();
                    break;
            }
        }

        Batch.Events.Add(new EventRow((long)Math.Min(time, long.MaxValue), Sink.Clean(name), ReadAttributes(message, field: 3)));
    }

    private void ReadLink(TextRange message)
    {
        TextRange traceId = default, spanId = default, traceState = default;
        uint flags = 0;
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    traceId = cursor.Bytes();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    spanId = cursor.Bytes();
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    traceState = cursor.Bytes();
                    break;
                case 6 when cursor.Is(WireType.Fixed32):
                    flags = cursor.Fixed32();
                    break;
                case 4 or 5 or > 6:
                    cursor.Skip();
                    break;
            }
        }

        Batch.Links.Add(new LinkRow(Sink.ToTraceId(traceId), Sink.ToSpanId(spanId), Sink.Clean(traceState), flags, ReadAttributes(message, field: 4)));
    }

    private void ReadStatus(TextRange status, ref TextRange message, ref uint code)
    {
        var cursor = new ProtobufCursor(Batch.Text, status);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 2 when cursor.Is(WireType.Bytes):
                    message = cursor.Bytes();
                    break;
                case 3 when cursor.Is(WireType.Varint):
                    code = (uint)cursor.Varint();
                    break;
                case 1 or > 3:
                    cursor.Skip();
                    break;
            }
        }
    }
}
