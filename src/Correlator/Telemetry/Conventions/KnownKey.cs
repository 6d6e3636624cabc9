namespace Correlator.Telemetry.Conventions;

/// <summary>What an attribute key means to us, whatever its spelling. Everything else is <see cref="None"/>.</summary>
internal enum KnownKey : byte
{
    None = 0,

    // Who
    ServiceName,
    ServiceVersion,
    ServiceInstance,
    Environment,
    EnvironmentOld,
    FaasName,
    FaasVersion,
    FaasInstance,
    FaasMaxMemory,
    CloudPlatform,
    CloudRegion,
    InvokedRegion,
    ResourceId,
    LogGroup,
    LogStream,
    PodName,
    ContainerId,

    // Invocation
    FaasTrigger,
    InvocationId,
    FaasColdStart,
    ErrorType,
    ExceptionType,
    ExceptionMessage,

    // Messaging
    MessagingSystem,
    MessagingDestination,
    MessagingOperationType,
    MessagingOperationName,
    MessageId,
    DeliveryCount,
    RedeliveryCount,
    EnqueuedTime,
    Disposition,
    BatchCount,
    QueueUrl,
    RpcService,
    RpcMethod,
    TopicArn,
    Partition,
    ConsumerGroup,
    Offset,
    CloudEventId,
    CloudEventSource,
    DeadLetterSource,

    // Correlation
    CorrelationId,
    TraceReference,
    BusinessKey,
}
