using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>The messaging attributes of a span or of one of its links, as found.</summary>
internal struct MessagingAttributes
{
    public AttributeRow System;
    public AttributeRow Destination;
    public AttributeRow OperationType;
    public AttributeRow OperationName;
    public AttributeRow MessageId;
    public AttributeRow DeliveryCount;
    public AttributeRow EnqueuedTime;
    public AttributeRow Disposition;
    public AttributeRow QueueUrl;
    public AttributeRow RpcMethod;
    public AttributeRow Partition;
    public AttributeRow Offset;
    public AttributeRow ConsumerGroup;
    public AttributeRow RedeliveryCount;
    public AttributeRow CloudEventId;
    public AttributeRow CloudEventSource;
    public AttributeRow DeadLetterSource;

    public readonly bool IsMessaging =>
        System.Kind == AttributeKind.String || QueueUrl.Kind == AttributeKind.String || CloudEventId.Kind == AttributeKind.String;

    public void Take(KnownKey known, in AttributeRow attribute)
    {
        switch (known)
        {
            case KnownKey.MessagingSystem:
                System = attribute;
                break;
            case KnownKey.MessagingDestination:
            case KnownKey.TopicArn:
                Destination = attribute;
                break;
            case KnownKey.MessagingOperationType:
                OperationType = attribute;
                break;
            case KnownKey.MessagingOperationName:
                OperationName = attribute;
                break;
            case KnownKey.MessageId:
                MessageId = attribute;
                break;
            case KnownKey.DeliveryCount:
                DeliveryCount = attribute;
                break;
            case KnownKey.EnqueuedTime:
                EnqueuedTime = attribute;
                break;
            case KnownKey.Disposition:
                Disposition = attribute;
                break;
            case KnownKey.QueueUrl:
                QueueUrl = attribute;
                break;
            case KnownKey.RpcMethod:
                RpcMethod = attribute;
                break;
            case KnownKey.Partition:
                Partition = attribute;
                break;
            case KnownKey.ConsumerGroup:
                ConsumerGroup = attribute;
                break;
            case KnownKey.Offset:
                Offset = attribute;
                break;
            case KnownKey.RedeliveryCount:
                RedeliveryCount = attribute;
                break;
            case KnownKey.CloudEventId:
                CloudEventId = attribute;
                break;
            case KnownKey.CloudEventSource:
                CloudEventSource = attribute;
                break;
            case KnownKey.DeadLetterSource:
                DeadLetterSource = attribute;
                break;
        }
    }
}
