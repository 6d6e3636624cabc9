using System.Buffers.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>Sightings of messages. What differs inside a batch lies on the links (message id, creation context), so each link of a consumer is one message.</summary>
internal sealed class MessageFacts(BatchContext context)
{
    private readonly TelemetryBatch _batch = context.Batch;

    /// <summary>Adds the span's sightings; tells how many messages it received.</summary>
    public int Extract(in SpanRow span, FunctionIdentity function, in MessagingAttributes messaging, bool failed, string signature, bool parentIsRemote)
    {
        if (!messaging.IsMessaging)
        {
            return 0;
        }

        var kind = Kind(messaging, span.Kind);
        var sighting = new SightingFact
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            Function = function,
            Queue = Queue(messaging),
            Kind = kind,
            MessageId = Text(messaging.MessageId),
            StartNano = span.StartNano,
            EndNano = span.EndNano,
            DeliveryCount = (int)Math.Clamp(Number(messaging.DeliveryCount), 0, int.MaxValue),
            EnqueuedNano = EnqueuedNano(messaging.EnqueuedTime),
            Failed = failed,
            ErrorSignature = signature,
        };
        if (kind == SightingKind.Publish)
        {
            context.Facts.Sightings.Add(sighting with { ContextTraceId = span.TraceId, ContextSpanId = span.SpanId });
            return 0;
        }

        return span.Links.Count == 0 ? AddSingle(span, sighting, parentIsRemote) : AddLinked(span, sighting);
    }

    public SightingKind Kind(in MessagingAttributes messaging, SpanKind spanKind)
    {
        var name = Text(messaging.OperationName).Span;
        if (name.SequenceEqual("dead_letter"u8) || Text(messaging.Disposition).Span.SequenceEqual("dead_letter"u8))
        {
            return SightingKind.DeadLetter;
        }

        return Operation(Text(messaging.OperationType).Span) ?? Operation(name) ?? Operation(Text(messaging.RpcMethod).Span) ?? spanKind switch
        {
            SpanKind.Producer => SightingKind.Publish,
            SpanKind.Consumer => SightingKind.Process,
            _ => SightingKind.Receive,
        };
    }

    private static SightingKind? Operation(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("send"u8) || name.SequenceEqual("publish"u8) || name.SequenceEqual("create"u8) || name.SequenceEqual("SendMessage"u8) || name.SequenceEqual("SendMessageBatch"u8)
            || name.SequenceEqual("Publish"u8) => SightingKind.Publish,
        _ when name.SequenceEqual("process"u8) || name.SequenceEqual("deliver"u8) => SightingKind.Process,
        _ when name.SequenceEqual("receive"u8) || name.SequenceEqual("ReceiveMessage"u8) => SightingKind.Receive,
        _ when name.SequenceEqual("settle"u8) || name.SequenceEqual("ack"u8) || name.SequenceEqual("nack"u8) || name.SequenceEqual("complete"u8) || name.SequenceEqual("abandon"u8) => SightingKind.Settle,
        _ => null,
    };

    private int AddSingle(in SpanRow span, in SightingFact sighting, bool parentIsRemote)
    {
        if (sighting.MessageId.IsEmpty && !parentIsRemote)
        {
            // A poll without a message, or one whose message cannot be told: no word about any message.
            return 0;
        }

        context.Facts.Sightings.Add(parentIsRemote ? sighting with { ContextTraceId = span.TraceId, ContextSpanId = span.ParentSpanId } : sighting);
        return 1;
    }

    private int AddLinked(in SpanRow span, SightingFact sighting)
    {
        var count = span.Links.Count;
        for (var index = 0; index < count; index++)
        {
            var link = _batch.Links.Slice(span.Links)[index];
            var own = default(MessagingAttributes);
            foreach (ref readonly var attribute in _batch.Attributes.Slice(link.Attributes))
            {
                own.Take(_batch.Keys[attribute.Key].Known, attribute);
            }

            var messageId = Text(own.MessageId);
            context.Facts.Sightings.Add(sighting with
            {
                MessageId = messageId.IsEmpty && count == 1 ? sighting.MessageId : messageId,
                ContextTraceId = link.TraceId,
                ContextSpanId = link.SpanId,
                DeliveryCount = own.DeliveryCount.Kind == AttributeKind.Empty ? sighting.DeliveryCount : (int)Math.Clamp(Number(own.DeliveryCount), 0, int.MaxValue),
                EnqueuedNano = own.EnqueuedTime.Kind == AttributeKind.Empty ? sighting.EnqueuedNano : EnqueuedNano(own.EnqueuedTime),
                InBatch = count > 1,
                Ordinal = (short)Math.Min(index, short.MaxValue),
            });
        }

        return count;
    }

    private QueueIdentity Queue(in MessagingAttributes messaging)
    {
        var destination = messaging.Destination.Kind == AttributeKind.String ? messaging.Destination.Text : default;
        if (messaging.QueueUrl.Kind == AttributeKind.String && (messaging.System.Kind != AttributeKind.String || destination.IsEmpty))
        {
            // AWS SDK spans in their default form name the queue by its URL alone.
            return MessagingSystems.Queue("aws_sqs", _batch.String(messaging.QueueUrl.Text));
        }

        return context.Queue(messaging.System.Text, destination);
    }

    private ReadOnlyMemory<byte> Text(in AttributeRow attribute) => attribute.Kind == AttributeKind.String ? _batch.Utf8Memory(attribute.Text) : default;

    private long Number(in AttributeRow attribute) => attribute.Kind switch
    {
        AttributeKind.Int => attribute.Bits,
        AttributeKind.String when Utf8Parser.TryParse(_batch.Utf8(attribute.Text), out long value, out _) => value,
        _ => 0,
    };

    /// <summary>Senders write epoch seconds (Service Bus) or milliseconds (SQS): below 10^11 it must be seconds, else milliseconds.</summary>
    private long EnqueuedNano(in AttributeRow attribute) => Number(attribute) switch
    {
        <= 0 => 0,
        < 100_000_000_000 and var seconds => seconds * 1_000_000_000,
        < 9_000_000_000_000 and var milliseconds => milliseconds * 1_000_000,
        _ => 0,
    };
}
