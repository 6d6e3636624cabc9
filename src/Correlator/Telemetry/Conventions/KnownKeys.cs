using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace Correlator.Telemetry.Conventions;

/// <summary>Tells keys we act on from all others; every current and deprecated spelling stands in one table.</summary>
internal static class KnownKeys
{
    /// <summary>A longer key is never one of ours.</summary>
    private const int MaxLength = 80;

    private static readonly FrozenDictionary<string, KnownKey> BySpelling = new Dictionary<string, KnownKey>
    {
        ["service.name"] = KnownKey.ServiceName,
        ["service.version"] = KnownKey.ServiceVersion,
        ["service.instance.id"] = KnownKey.ServiceInstance,
        ["deployment.environment.name"] = KnownKey.Environment,
        ["deployment.environment"] = KnownKey.EnvironmentOld,
        ["faas.name"] = KnownKey.FaasName,
        ["faas.version"] = KnownKey.FaasVersion,
        ["faas.instance"] = KnownKey.FaasInstance,
        ["faas.max_memory"] = KnownKey.FaasMaxMemory,
        ["cloud.platform"] = KnownKey.CloudPlatform,
        ["cloud.region"] = KnownKey.CloudRegion,
        ["faas.invoked_region"] = KnownKey.InvokedRegion,
        ["cloud.resource_id"] = KnownKey.ResourceId,
        ["faas.id"] = KnownKey.ResourceId,
        ["aws.lambda.invoked_arn"] = KnownKey.ResourceId,
        ["aws.log.group.names"] = KnownKey.LogGroup,
        ["aws.log.group.arns"] = KnownKey.LogGroup,
        ["aws.log.stream.names"] = KnownKey.LogStream,
        ["k8s.pod.name"] = KnownKey.PodName,
        ["container.id"] = KnownKey.ContainerId,
        ["faas.trigger"] = KnownKey.FaasTrigger,
        ["faas.invocation_id"] = KnownKey.InvocationId,
        ["faas.execution"] = KnownKey.InvocationId,
        ["awsrequestid"] = KnownKey.InvocationId,
        ["function_request_id"] = KnownKey.InvocationId,
        ["aws_request_id"] = KnownKey.InvocationId,
        ["faas.coldstart"] = KnownKey.FaasColdStart,
        ["azure.functions.coldstart.impacted"] = KnownKey.FaasColdStart,
        ["error.type"] = KnownKey.ErrorType,
        ["exception.type"] = KnownKey.ExceptionType,
        ["exception.message"] = KnownKey.ExceptionMessage,
        ["messaging.system"] = KnownKey.MessagingSystem,
        ["messaging.destination.name"] = KnownKey.MessagingDestination,
        ["messaging.destination"] = KnownKey.MessagingDestination,
        ["message_bus.destination"] = KnownKey.MessagingDestination,
        ["messaging.operation.type"] = KnownKey.MessagingOperationType,
        ["messaging.operation"] = KnownKey.MessagingOperationType,
        ["messaging.operation.name"] = KnownKey.MessagingOperationName,
        ["messaging.message.id"] = KnownKey.MessageId,
        ["messaging.message_id"] = KnownKey.MessageId,
        ["messaging.servicebus.message.delivery_count"] = KnownKey.DeliveryCount,
        ["messaging.gcp_pubsub.message.delivery_attempt"] = KnownKey.DeliveryCount,
        ["messaging.message.delivery_count"] = KnownKey.DeliveryCount,
        ["messaging.delivery_attempt"] = KnownKey.DeliveryCount,
        ["messaging.rabbitmq.message.delivery_count"] = KnownKey.DeliveryCount,
        ["aws.sqs.approximate_receive_count"] = KnownKey.DeliveryCount,
        ["messaging.aws_sqs.approximate_receive_count"] = KnownKey.DeliveryCount,
        ["approximatereceivecount"] = KnownKey.DeliveryCount,
        ["approximate_receive_count"] = KnownKey.DeliveryCount,
        ["x-delivery-count"] = KnownKey.RedeliveryCount,
        ["messaging.header.x-delivery-count"] = KnownKey.RedeliveryCount,
        ["messaging.header.x_delivery_count"] = KnownKey.RedeliveryCount,
        ["messaging.redelivery_count"] = KnownKey.RedeliveryCount,
        ["kafka_deliveryattempt"] = KnownKey.DeliveryCount,
        ["deliverycount"] = KnownKey.DeliveryCount,
        ["delivery_attempt"] = KnownKey.DeliveryCount,
        ["dequeuecount"] = KnownKey.DeliveryCount,
        ["messaging.servicebus.message.enqueued_time"] = KnownKey.EnqueuedTime,
        ["messaging.eventhubs.message.enqueued_time"] = KnownKey.EnqueuedTime,
        ["messaging.message.enqueued_time"] = KnownKey.EnqueuedTime,
        ["senttimestamp"] = KnownKey.EnqueuedTime,
        ["messaging.servicebus.disposition_status"] = KnownKey.Disposition,
        ["messaging.batch.message_count"] = KnownKey.BatchCount,
        ["aws.sqs.queue.url"] = KnownKey.QueueUrl,
        ["aws.queue_url"] = KnownKey.QueueUrl,
        ["messaging.url"] = KnownKey.QueueUrl,
        ["aws.sns.topic.arn"] = KnownKey.TopicArn,
        ["messaging.destination.partition.id"] = KnownKey.Partition,
        ["messaging.kafka.destination.partition"] = KnownKey.Partition,
        ["messaging.kafka.partition"] = KnownKey.Partition,
        ["messaging.consumer.group.name"] = KnownKey.ConsumerGroup,
        ["messaging.kafka.consumer.group"] = KnownKey.ConsumerGroup,
        ["messaging.kafka.consumer_group"] = KnownKey.ConsumerGroup,
        ["messaging.eventhubs.consumer.group"] = KnownKey.ConsumerGroup,
        ["messaging.rocketmq.client_group"] = KnownKey.ConsumerGroup,
        ["messaging.destination.subscription.name"] = KnownKey.ConsumerGroup,
        ["messaging.servicebus.destination.subscription_name"] = KnownKey.ConsumerGroup,
        ["messaging.kafka.offset"] = KnownKey.Offset,
        ["messaging.kafka.message.offset"] = KnownKey.Offset,
        ["cloudevents.event_id"] = KnownKey.CloudEventId,
        ["cloudevents.event_source"] = KnownKey.CloudEventSource,

        // The queue a message died in, told by the broker on what it moved.
        ["x-first-death-queue"] = KnownKey.DeadLetterSource,
        ["messaging.header.x-first-death-queue"] = KnownKey.DeadLetterSource,
        ["messaging.header.x_first_death_queue"] = KnownKey.DeadLetterSource,
        ["messaging.rabbitmq.first_death_queue"] = KnownKey.DeadLetterSource,
        ["deadletterqueuesourcearn"] = KnownKey.DeadLetterSource,
        ["aws.sqs.dead_letter_queue_source_arn"] = KnownKey.DeadLetterSource,
        ["deadlettersource"] = KnownKey.DeadLetterSource,
        ["messaging.servicebus.message.dead_letter_source"] = KnownKey.DeadLetterSource,
        ["cloudpubsubdeadlettersourcesubscription"] = KnownKey.DeadLetterSource,
        ["kafka_dlt-original-topic"] = KnownKey.DeadLetterSource,
        ["messaging.header.kafka_dlt-original-topic"] = KnownKey.DeadLetterSource,
        ["messaging.header.kafka_dlt_original_topic"] = KnownKey.DeadLetterSource,
        ["rpc.service"] = KnownKey.RpcService,
        ["rpc.method"] = KnownKey.RpcMethod,
        ["xray_trace_id"] = KnownKey.TraceReference,
        ["x-amzn-trace-id"] = KnownKey.TraceReference,
        ["aws.xray.trace_id"] = KnownKey.TraceReference,
        ["logging.googleapis.com/trace"] = KnownKey.TraceReference,
        ["messaging.message.conversation_id"] = KnownKey.CorrelationId,
        ["messaging.conversation_id"] = KnownKey.CorrelationId,
        ["messaging.correlation_id"] = KnownKey.CorrelationId,
        ["nservicebus.conversation_id"] = KnownKey.CorrelationId,
        ["nservicebus.correlation_id"] = KnownKey.CorrelationId,
        ["messaging.masstransit.conversation_id"] = KnownKey.CorrelationId,
        ["messaging.masstransit.correlation_id"] = KnownKey.CorrelationId,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Functions send the same few hundred keys again and again; to find one takes a tenth of the time that
    /// telling it takes. Bounded: the rest are told each time.
    /// </summary>
    private const int MaxMet = 4096;
    private static readonly ConcurrentDictionary<ulong, (byte[] Key, KnownKey Known)> Met = [];
    private static int _met;

    /// <param name="hash">Of the key.</param>
    public static KnownKey Classify(ReadOnlySpan<byte> key, ulong hash)
    {
        if (Met.TryGetValue(hash, out var met) && key.SequenceEqual(met.Key))
        {
            return met.Known;
        }

        var known = Classify(key);
        if (Volatile.Read(ref _met) < MaxMet && key.Length <= MaxLength && Met.TryAdd(hash, (key.ToArray(), known)))
        {
            Interlocked.Increment(ref _met);
        }

        return known;
    }

    /// <summary>The meaning of a key; letter case does not matter.</summary>
    public static KnownKey Classify(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || key.Length > MaxLength)
        {
            return KnownKey.None;
        }

        Span<char> lower = stackalloc char[MaxLength];
        if (Ascii.ToLower(key, lower, out var length) != System.Buffers.OperationStatus.Done)
        {
            return KnownKey.None;
        }

        var text = lower[..length];
        return BySpelling.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known : CorrelationKeys.Classify(text);
    }
}
