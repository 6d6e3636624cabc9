using System.Buffers.Text;
using System.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Sightings of messages. What differs inside a batch lies on the links (message id, creation context), so each link of a consumer is one message.
/// </summary>
internal sealed class MessageFacts(BatchContext context)
{
    private readonly TelemetryBatch _batch = context.Batch;

    /// <summary>Adds the span's sightings; tells how many messages it received.</summary>
    public int Extract(in SpanRow span, FunctionIdentity function, in MessagingAttributes messaging, bool failed, string signature)
    {
        if (!messaging.IsMessaging)
        {
            return 0;
        }

        var kind = Kind(messaging, span.Kind);
        if (kind == SightingKind.Publish && span.Kind == SpanKind.Client && span.Links.Count > 0)
        {
            // Sends what other spans created: those are the messages' contexts, and each has told of its message.
            return 0;
        }

        var sighting = new SightingFact
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            Function = function,
            Queue = Queue(messaging),
            Kind = kind,
            MessageId = MessageId(messaging, messaging),
            ConsumerGroup = Group(messaging),
            StartNano = span.StartNano,
            EndNano = span.EndNano,
            DeliveryCount = DeliveryCount(messaging),
            EnqueuedNano = EnqueuedNano(messaging.EnqueuedTime),
            Failed = failed,
            ErrorSignature = signature,
        };
        if (kind == SightingKind.Publish)
        {
            context.Facts.Sightings.Add(sighting with { ContextTraceId = span.TraceId, ContextSpanId = span.SpanId });
            return 0;
        }

        return span.Links.Count == 0 ? AddSingle(span, sighting) : AddLinked(span, sighting, messaging);
    }

    public SightingKind Kind(in MessagingAttributes messaging, SpanKind spanKind)
    {
        var name = Text(messaging.OperationName).Span;
        if (name.SequenceEqual("dead_letter"u8) || Text(messaging.Disposition).Span.SequenceEqual("dead_letter"u8))
        {
            return SightingKind.DeadLetter;
        }

        return Operation(Text(messaging.OperationType).Span) ?? Operation(name) ?? Operation(Method(Text(messaging.RpcMethod).Span)) ?? spanKind switch
        {
            SpanKind.Producer => SightingKind.Publish,
            SpanKind.Consumer or SpanKind.Server => SightingKind.Process,
            _ => SightingKind.Receive,
        };
    }

    private static SightingKind? Operation(ReadOnlySpan<byte> name) => name switch
    {
        _ when IsPublish(name) => SightingKind.Publish,
        _ when IsProcess(name) => SightingKind.Process,
        _ when IsReceive(name) => SightingKind.Receive,
        _ when IsSettle(name) => SightingKind.Settle,
        _ => null,
    };

    private static bool IsPublish(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("send"u8)
        || name.SequenceEqual("publish"u8)
        || name.SequenceEqual("create"u8)
        || name.SequenceEqual("SendMessage"u8)
        || name.SequenceEqual("SendMessageBatch"u8)
        || name.SequenceEqual("Publish"u8)
        || name.SequenceEqual("PublishBatch"u8)
        || name.SequenceEqual("PutEvents"u8)
        || name.SequenceEqual("schedule"u8);

    private static bool IsProcess(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("process"u8)
        || name.SequenceEqual("deliver"u8)
        || name.SequenceEqual("subscribe"u8)
        || name.SequenceEqual("consume"u8);

    private static bool IsReceive(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("receive"u8)
        || name.SequenceEqual("receive_deferred"u8)
        || name.SequenceEqual("poll"u8)
        || name.SequenceEqual("ReceiveMessage"u8);

    private static bool IsSettle(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("settle"u8)
        || name.SequenceEqual("ack"u8)
        || name.SequenceEqual("nack"u8)
        || name.SequenceEqual("complete"u8)
        || name.SequenceEqual("abandon"u8)
        || name.SequenceEqual("defer"u8)
        || name.SequenceEqual("modack"u8)
        || name.SequenceEqual("renew_message_lock"u8)
        || name.SequenceEqual("checkpoint"u8)
        || name.SequenceEqual("commit"u8)
        || name.SequenceEqual("delete"u8)
        || name.SequenceEqual("peek"u8)
        || name.SequenceEqual("DeleteMessage"u8)
        || name.SequenceEqual("DeleteMessageBatch"u8);

    private int AddSingle(in SpanRow span, in SightingFact sighting)
    {
        if (sighting.MessageId.IsEmpty && !span.IsParentRemote)
        {
            // A poll without a message, or one whose message cannot be told: no word about any message.
            return 0;
        }

        context.Facts.Sightings.Add(span.IsParentRemote ? sighting with { ContextTraceId = span.TraceId, ContextSpanId = span.ParentSpanId } : sighting);
        return 1;
    }

    private int AddLinked(in SpanRow span, SightingFact sighting, in MessagingAttributes messaging)
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

            var messageId = MessageId(own, messaging);
            context.Facts.Sightings.Add(sighting with
            {
                MessageId = messageId.IsEmpty && count == 1 ? sighting.MessageId : messageId,
                ContextTraceId = link.TraceId,
                ContextSpanId = link.SpanId,
                DeliveryCount = DeliveryCount(own) is > 0 and var told ? told : sighting.DeliveryCount,
                EnqueuedNano = own.EnqueuedTime.Kind == AttributeKind.Empty ? sighting.EnqueuedNano : EnqueuedNano(own.EnqueuedTime),
                InBatch = count > 1,
                Ordinal = (short)Math.Min(index, short.MaxValue),
            });
        }

        return count;
    }

    private QueueIdentity Queue(in MessagingAttributes messaging)
    {
        var queue = NamedQueue(messaging);
        return messaging.DeadLetterSource.Kind == AttributeKind.Empty ? queue : MessagingSystems.DeadLetters(queue, FirstText(messaging.DeadLetterSource));
    }

    private QueueIdentity NamedQueue(in MessagingAttributes messaging)
    {
        var destination = messaging.Destination.Kind == AttributeKind.String ? messaging.Destination.Text : default;
        if (messaging.QueueUrl.Kind == AttributeKind.String && (messaging.System.Kind != AttributeKind.String || destination.IsEmpty))
        {
            // AWS SDK spans in their default form name the queue by its URL alone.
            return MessagingSystems.Queue("aws_sqs", _batch.String(messaging.QueueUrl.Text));
        }

        if (messaging.System.Kind != AttributeKind.String && messaging.CloudEventId.Kind == AttributeKind.String)
        {
            return new QueueIdentity("cloudevents", _batch.String(messaging.CloudEventSource.Text));
        }

        return context.Queue(messaging.System.Text, destination);
    }

    /// <summary>
    /// The message's own id. Kafka has none: topic, partition and offset name one record. A CloudEvent is told by its id and source. A link that does
    /// not name the partition is of the span's.
    /// </summary>
    private ReadOnlyMemory<byte> MessageId(in MessagingAttributes own, in MessagingAttributes span)
    {
        if (own.MessageId.Kind != AttributeKind.Empty && Text(own.MessageId) is var told && !CorrelationKeys.IsMeaningless(told.Span))
        {
            return told;
        }

        if (own.Offset.Kind != AttributeKind.Empty)
        {
            var partition = ResourceIdentities.Text(_batch, own.Partition.Kind == AttributeKind.Empty ? span.Partition : own.Partition);
            return Encoding.UTF8.GetBytes($"{_batch.String(span.Destination.Text)}/{partition}/{ResourceIdentities.Text(_batch, own.Offset)}");
        }

        return Text(own.CloudEventId);
    }

    /// <summary>Azure's clients may name a topic's subscription in the destination alone: <c>orders/Subscriptions/billing</c>.</summary>
    private ReadOnlyMemory<byte> Group(in MessagingAttributes messaging)
    {
        if (messaging.ConsumerGroup.Kind == AttributeKind.String)
        {
            return IdentityText.Bound(_batch.Utf8Memory(messaging.ConsumerGroup.Text));
        }

        return messaging.Destination.Kind == AttributeKind.String
            ? IdentityText.Bound(MessagingSystems.Subscription(_batch.Utf8Memory(messaging.Destination.Text)))
            : default;
    }

    /// <summary>Deliveries so far, this one too. Where a broker counts redeliveries, the first is number 0.</summary>
    private int DeliveryCount(in MessagingAttributes messaging) =>
        messaging.DeliveryCount.Kind != AttributeKind.Empty ? (int)Math.Clamp(Number(messaging.DeliveryCount), 0, int.MaxValue)
        : messaging.RedeliveryCount.Kind != AttributeKind.Empty ? (int)Math.Clamp(Number(messaging.RedeliveryCount) + 1, 1, int.MaxValue)
        : 0;

    /// <summary>A captured header is an array of texts.</summary>
    private string FirstText(in AttributeRow attribute) => attribute.Kind == AttributeKind.Json
        ? Encoding.UTF8.GetString(JsonText.FirstString(_batch.Utf8(attribute.Text)).Span)
        : ResourceIdentities.Text(_batch, attribute);

    /// <summary>Newer SDKs write the service into the method: <c>SQS/SendMessage</c>.</summary>
    private static ReadOnlySpan<byte> Method(ReadOnlySpan<byte> method) => method[(method.LastIndexOf((byte)'/') + 1)..];

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
