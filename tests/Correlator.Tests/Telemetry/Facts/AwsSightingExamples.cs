using Correlator.Telemetry.Facts;
using static Correlator.Tests.Telemetry.Facts.SightingExample;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>Spans of SQS, SNS and EventBridge, as each instrumentation writes them, and their sightings.</summary>
public static class AwsSightingExamples
{
    private const string SqsUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
    private const string TopicArn = "arn:aws:sns:eu-west-1:123456789012:order-events";

    public static TheoryData<string, SightingExample> All => new()
    {
        {
            "SQS, JS, send",
            Producer("aws_sqs", "orders", "m1",
                ("messaging.system", "aws_sqs"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "send"),
                ("messaging.message.id", "m1"),
                ("aws.sqs.queue.url", SqsUrl))
        },
        {
            "SQS, JS before 1.0, send",
            Producer("aws_sqs", "orders", "m1",
                ("messaging.system", "AmazonSQS"),
                ("messaging.destination", "orders"),
                ("messaging.destination_kind", "queue"),
                ("messaging.operation", "publish"),
                ("messaging.message_id", "m1"),
                ("messaging.url", SqsUrl))
        },
        {
            "SQS, Java, process",
            Consumer("aws_sqs", "orders", "m1",
                ("messaging.system", "aws_sqs"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"))
        },
        {
            "SQS, Python boto3sqs, send",
            Producer("aws_sqs", "orders", "m1",
                ("messaging.system", "aws.sqs"),
                ("messaging.destination", "orders"),
                ("messaging.destination_kind", "queue"),
                ("messaging.message_id", "m1"),
                ("messaging.url", SqsUrl))
        },
        {
            "SQS, .NET AWS SDK default, send",
            Client(SightingKind.Publish, "aws_sqs", "orders", "",
                ("rpc.system", "aws-api"),
                ("rpc.service", "SQS"),
                ("rpc.method", "SendMessage"),
                ("aws.queue_url", SqsUrl),
                ("aws.request_id", "r-1"))
        },
        {
            "SQS, .NET AWS SDK default with the service in the method",
            Client(SightingKind.Publish, "aws_sqs", "orders", "",
                ("rpc.system", "aws-api"),
                ("rpc.method", "SQS/SendMessage"),
                ("aws.queue_url", SqsUrl))
        },
        {
            "SQS with a counter, process",
            Consumer("aws_sqs", "orders", "m1",
                ("messaging.system", "aws_sqs"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"),
                ("ApproximateReceiveCount", "3"),
                ("SentTimestamp", "1767225590000"))
                with { DeliveryCount = 3, EnqueuedNano = 1_767_225_590_000_000_000 }
        },
        {
            "SNS, JS, publish",
            Producer("aws.sns", "order-events", "m1",
                ("messaging.system", "aws.sns"),
                ("messaging.destination_kind", "topic"),
                ("messaging.destination", TopicArn),
                ("messaging.message.id", "m1"))
        },
        {
            "SNS, current, send",
            Client(SightingKind.Publish, "aws.sns", "order-events", "",
                ("messaging.system", "aws.sns"),
                ("aws.sns.topic.arn", TopicArn),
                ("messaging.operation.type", "send"))
        },
        {
            "SNS, Python, publish",
            Producer("aws.sns", "order-events", "",
                ("messaging.system", "aws.sns"),
                ("messaging.destination.name", TopicArn),
                ("messaging.destination", "order-events"),
                ("messaging.destination_kind", "topic"))
        },
        {
            "EventBridge, an event's id",
            Client(SightingKind.Publish, "cloudevents", "shop.orders", "e-1",
                ("rpc.system", "aws-api"),
                ("rpc.service", "EventBridge"),
                ("rpc.method", "PutEvents"),
                ("cloudevents.event_id", "e-1"),
                ("cloudevents.event_source", "shop.orders"))
        },
        {
            "SNS to SQS, the queue's own id",
            Consumer("aws_sqs", "orders", "m1",
                ("messaging.system", "AWS SQS"),
                ("messaging.destination.name", "arn:aws:sqs:eu-west-1:123456789012:orders"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"))
        },
        {
            "CloudEvents over EventBridge, process",
            Consumer("cloudevents", "shop.orders", "e-1",
                ("cloudevents.event_id", "e-1"),
                ("cloudevents.event_source", "shop.orders"))
        },
    };
}
