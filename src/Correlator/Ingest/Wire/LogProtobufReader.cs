using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>logs.v1: LogRecord.</summary>
internal sealed class LogProtobufReader(RecordSink sink) : EnvelopeProtobufReader(sink)
{
    protected override void ReadRecord(TextRange record)
    {
        var attributes = Batch.Attributes.Count;
        TextRange severityText = default, body = default, traceId = default, spanId = default, eventName = default;
        ulong time = 0, observed = 0;
        uint severity = 0, flags = 0;
        var cursor = new ProtobufCursor(Batch.Text, record);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Fixed64):
                    time = cursor.Fixed64();
                    break;
                case 2 when cursor.Is(WireType.Varint):
                    severity = (uint)cursor.Varint();
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    severityText = cursor.Bytes();
                    break;
                case 5 when cursor.Is(WireType.Bytes):
                    body = cursor.Bytes();
                    break;
                case 6 when cursor.Is(WireType.Bytes):
                    Attributes.Add(cursor.Bytes(), attributes);
                    break;
                case 8 when cursor.Is(WireType.Fixed32):
                    flags = cursor.Fixed32();
                    break;
                case 9 when cursor.Is(WireType.Bytes):
                    traceId = cursor.Bytes();
                    break;
                case 10 when cursor.Is(WireType.Bytes):
                    spanId = cursor.Bytes();
                    break;
                case 11 when cursor.Is(WireType.Fixed64):
                    observed = cursor.Fixed64();
                    break;
                case 12 when cursor.Is(WireType.Bytes):
                    eventName = cursor.Bytes();
                    break;
                case 4 or 7 or > 12:
                    cursor.Skip();
                    break;
            }
        }

        var accepted = Sink.AcceptLog(new LogRow
        {
            TraceId = Sink.ToTraceId(traceId),
            SpanId = Sink.ToSpanId(spanId),
            Scope = Scope,
            Resource = Resource,
            TimeNano = unchecked((long)time),
            ObservedNano = unchecked((long)observed),
            Severity = severity <= 24 ? (byte)severity : (byte)0,
            SeverityText = Sink.Clean(severityText),
            EventName = Sink.Clean(eventName),
            Body = Attributes.Value(body),
            Flags = flags,
            Attributes = new RowRange(attributes, Batch.Attributes.Count - attributes),
        });
        if (!accepted)
        {
            Batch.Attributes.Ids.Truncate(attributes);
        }
    }
}
