using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>One realistic span per instrumentation, and the sighting it must give.</summary>
public sealed class SightingFactsTests
{
    private const string SqsUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
    private const string TopicArn = "arn:aws:sns:eu-west-1:123456789012:order-events";

    public static TheoryData<string, Example> Examples => new()
    {
        // AWS SQS
        { "SQS, JS, send", Producer("aws_sqs", "orders", "m1", ("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "send"), ("messaging.message.id", "m1"), ("aws.sqs.queue.url", SqsUrl)) },
        { "SQS, JS before 1.0, send", Producer("aws_sqs", "orders", "m1", ("messaging.system", "AmazonSQS"), ("messaging.destination", "orders"), ("messaging.destination_kind", "queue"), ("messaging.operation", "publish"), ("messaging.message_id", "m1"), ("messaging.url", SqsUrl)) },
        { "SQS, Java, process", Consumer("aws_sqs", "orders", "m1", ("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.message.id", "m1")) },
        { "SQS, Python boto3sqs, send", Producer("aws_sqs", "orders", "m1", ("messaging.system", "aws.sqs"), ("messaging.destination", "orders"), ("messaging.destination_kind", "queue"), ("messaging.message_id", "m1"), ("messaging.url", SqsUrl)) },
        { "SQS, .NET AWS SDK default, send", new Example(SpanKind.Client, SightingKind.Publish, "aws_sqs", "orders", "", [("rpc.system", "aws-api"), ("rpc.service", "SQS"), ("rpc.method", "SendMessage"), ("aws.queue_url", SqsUrl), ("aws.request_id", "r-1")]) },
        { "SQS, .NET AWS SDK default with the service in the method", new Example(SpanKind.Client, SightingKind.Publish, "aws_sqs", "orders", "", [("rpc.system", "aws-api"), ("rpc.method", "SQS/SendMessage"), ("aws.queue_url", SqsUrl)]) },
        { "SQS with a counter, process", Consumer("aws_sqs", "orders", "m1", ("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1"), ("ApproximateReceiveCount", "3"), ("SentTimestamp", "1767225590000")) with { DeliveryCount = 3, EnqueuedNano = 1_767_225_590_000_000_000 } },

        // AWS SNS and EventBridge
        { "SNS, JS, publish", Producer("aws.sns", "order-events", "m1", ("messaging.system", "aws.sns"), ("messaging.destination_kind", "topic"), ("messaging.destination", TopicArn), ("messaging.message.id", "m1")) },
        { "SNS, current, send", new Example(SpanKind.Client, SightingKind.Publish, "aws.sns", "order-events", "", [("messaging.system", "aws.sns"), ("aws.sns.topic.arn", TopicArn), ("messaging.operation.type", "send")]) },
        { "SNS, Python, publish", Producer("aws.sns", "order-events", "", ("messaging.system", "aws.sns"), ("messaging.destination.name", TopicArn), ("messaging.destination", "order-events"), ("messaging.destination_kind", "topic")) },
        { "EventBridge, an event's id", new Example(SpanKind.Client, SightingKind.Publish, "cloudevents", "shop.orders", "e-1", [("rpc.system", "aws-api"), ("rpc.service", "EventBridge"), ("rpc.method", "PutEvents"), ("cloudevents.event_id", "e-1"), ("cloudevents.event_source", "shop.orders")]) },

        // Azure
        { "Service Bus, .NET, process", Consumer("servicebus", "orders", "m1", ("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.message.id", "m1"), ("messaging.servicebus.message.delivery_count", 2), ("messaging.servicebus.message.enqueued_time", 1_767_225_590L)) with { DeliveryCount = 2, EnqueuedNano = 1_767_225_590_000_000_000 } },
        { "Service Bus, legacy", Producer("servicebus", "orders", "m1", ("az.namespace", "Microsoft.ServiceBus"), ("messaging.system", "az.servicebus"), ("message_bus.destination", "orders"), ("messaging.message.id", "m1")) },
        { "Service Bus, dead-lettered", new Example(SpanKind.Client, SightingKind.DeadLetter, "servicebus", "orders", "m1", [("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "settle"), ("messaging.operation.name", "dead_letter"), ("messaging.message.id", "m1")]) },
        { "Service Bus, disposition", new Example(SpanKind.Client, SightingKind.DeadLetter, "servicebus", "orders", "m1", [("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation", "settle"), ("messaging.servicebus.disposition_status", "dead_letter"), ("messaging.message.id", "m1")]) },
        { "Service Bus, completed", new Example(SpanKind.Client, SightingKind.Settle, "servicebus", "orders", "m1", [("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation.name", "complete"), ("messaging.message.id", "m1")]) },
        { "Service Bus, dead-letter sub-queue", Consumer("servicebus", "orders/$deadletterqueue", "m1", ("messaging.system", "servicebus"), ("messaging.destination.name", "orders/$DeadLetterQueue"), ("messaging.operation", "process"), ("messaging.message.id", "m1")) with { IsDeadLetterQueue = true } },
        { "Event Hubs, .NET, send", Producer("eventhubs", "telemetry", "m1", ("messaging.system", "eventhubs"), ("messaging.destination.name", "telemetry"), ("messaging.operation.name", "send"), ("messaging.operation.type", "publish"), ("messaging.message.id", "m1")) },
        { "Storage queue, process", Consumer("azure_storage_queue", "orders", "m1", ("messaging.system", "azurequeues"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1"), ("DequeueCount", 4)) with { DeliveryCount = 4 } },
        { "Storage queue, poison", Consumer("azure_storage_queue", "orders-poison", "m1", ("messaging.system", "azure_storage_queue"), ("messaging.destination.name", "orders-poison"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1")) with { IsDeadLetterQueue = true } },

        // Brokers
        { "RabbitMQ, amqplib, publish", Producer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination", "orders"), ("messaging.destination_kind", "topic"), ("messaging.rabbitmq.routing_key", "new"), ("messaging.message_id", "m1"), ("messaging.protocol", "AMQP")) },
        { "RabbitMQ, amqplib, process", Consumer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination", "orders"), ("messaging.destination_kind", "topic"), ("messaging.operation", "process"), ("messaging.message_id", "m1")) },
        { "RabbitMQ, .NET client, deliver", Consumer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.operation.type", "process"), ("messaging.operation.name", "deliver"), ("messaging.destination.name", "orders"), ("messaging.rabbitmq.destination.routing_key", "new"), ("messaging.message.id", "m1")) },
        { "RabbitMQ, quorum queue's counter", Consumer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.message.id", "m1"), ("x-delivery-count", 2)) with { DeliveryCount = 3 } },
        { "Kafka, Java, process", Consumer("kafka", "orders", "orders/3/1042", ("messaging.system", "kafka"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.destination.partition.id", "3"), ("messaging.kafka.message.offset", 1042), ("messaging.kafka.consumer.group", "billing")) },
        { "Kafka, current, process", Consumer("kafka", "orders", "orders/3/1042", ("messaging.system", "kafka"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.destination.partition.id", "3"), ("messaging.kafka.offset", 1042)) },
        { "Kafka, Python, send", Producer("kafka", "orders", "", ("messaging.system", "kafka"), ("messaging.destination", "orders"), ("messaging.operation.type", "send")) },
        { "Kafka, Spring dead-letter topic", Consumer("kafka", "orders.DLT", "orders.DLT/0/7", ("messaging.system", "kafka"), ("messaging.destination.name", "orders.DLT"), ("messaging.operation.type", "process"), ("messaging.destination.partition.id", "0"), ("messaging.kafka.offset", 7)) with { IsDeadLetterQueue = true } },
        { "Pub/Sub, subscribe", Consumer("gcp_pubsub", "orders-sub", "m1", ("messaging.system", "gcp_pubsub"), ("messaging.destination.name", "orders-sub"), ("messaging.operation.name", "subscribe"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1"), ("messaging.gcp_pubsub.message.delivery_attempt", 5)) with { DeliveryCount = 5 } },
        { "Pub/Sub, subscribe by name alone", Consumer("gcp_pubsub", "orders-sub", "m1", ("messaging.system", "gcp_pubsub"), ("messaging.destination.name", "orders-sub"), ("messaging.operation.name", "subscribe"), ("messaging.message.id", "m1")) },
        { "Pub/Sub, ack", new Example(SpanKind.Client, SightingKind.Settle, "gcp_pubsub", "orders-sub", "m1", [("messaging.system", "gcp_pubsub"), ("messaging.destination.name", "orders-sub"), ("messaging.operation.name", "ack"), ("messaging.message.id", "m1")]) },
        { "Pub/Sub, create", Producer("gcp_pubsub", "orders", "", ("messaging.system", "gcp_pubsub"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "create")) },
        { "RabbitMQ, current, publish to the default exchange", Producer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination.name", "amq.default:orders"), ("messaging.operation.type", "send"), ("messaging.message.id", "m1")) },
        { "RabbitMQ, current, publish to an exchange", Producer("rabbitmq", "shop:new", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination.name", "shop:new"), ("messaging.operation.type", "send"), ("messaging.message.id", "m1")) },
        { "RabbitMQ, current, process", Consumer("rabbitmq", "orders", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination.name", "shop:new:orders"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1")) },
        { "Kafka, Python, process", Consumer("kafka", "orders", "orders/3/1042", ("messaging.system", "kafka"), ("messaging.destination", "orders"), ("messaging.kafka.partition", 3), ("messaging.kafka.message.offset", 1042), ("messaging.operation", "process"), ("messaging.kafka.consumer_group", "billing")) with { Group = "billing" } },
        { "Kafka, .NET, receive", Consumer("kafka", "orders", "orders/3/1042", ("messaging.system", "kafka"), ("messaging.destination.name", "orders"), ("messaging.operation.name", "poll"), ("messaging.operation.type", "receive"), ("messaging.destination.partition.id", "3"), ("messaging.kafka.offset", 1042), ("messaging.consumer.group.name", "billing")) with { Kind = SightingKind.Receive, Group = "billing" } },
        { "Event Hubs, process", Consumer("eventhubs", "telemetry", "m1", ("messaging.system", "eventhubs"), ("messaging.destination.name", "telemetry"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1"), ("messaging.eventhubs.consumer.group", "$Default"), ("messaging.eventhubs.message.enqueued_time", 1_767_225_590L)) with { Group = "$Default", EnqueuedNano = 1_767_225_590_000_000_000 } },
        { "Service Bus topic, subscription as an attribute", Consumer("servicebus", "orders", "m1", ("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.message.id", "m1"), ("messaging.servicebus.destination.subscription_name", "billing")) with { Group = "billing" } },
        { "Service Bus topic, subscription in the path", Consumer("servicebus", "orders", "m1", ("messaging.system", "azure_servicebus"), ("message_bus.destination", "orders/Subscriptions/billing"), ("messaging.operation", "process"), ("messaging.message.id", "m1")) with { Group = "billing" } },
        { "Service Bus topic, dead letters of a subscription", Consumer("servicebus", "orders/$deadletterqueue", "m1", ("messaging.system", "servicebus"), ("messaging.destination.name", "orders/Subscriptions/billing/$DeadLetterQueue"), ("messaging.operation", "process"), ("messaging.message.id", "m1")) with { Group = "billing", IsDeadLetterQueue = true } },
        { "Pub/Sub, full names", Consumer("gcp_pubsub", "orders", "m1", ("messaging.system", "gcp_pubsub"), ("messaging.destination.name", "projects/shop/topics/orders"), ("messaging.destination.subscription.name", "orders-sub"), ("messaging.operation.type", "receive"), ("messaging.message.id", "m1")) with { Kind = SightingKind.Receive, Group = "orders-sub" } },
        { "Storage queue, newer SDK", Producer("azure_storage_queue", "orders", "m1", ("messaging.system", "azure.storage.queue"), ("messaging.destination.name", "https://shop.queue.core.windows.net/orders"), ("messaging.operation.type", "send"), ("messaging.message.id", "m1")) },
        { "SNS to SQS, the queue's own id", Consumer("aws_sqs", "orders", "m1", ("messaging.system", "AWS SQS"), ("messaging.destination.name", "arn:aws:sqs:eu-west-1:123456789012:orders"), ("messaging.operation.type", "process"), ("messaging.message.id", "m1")) },
        { "CloudEvents over EventBridge, process", Consumer("cloudevents", "shop.orders", "e-1", ("cloudevents.event_id", "e-1"), ("cloudevents.event_source", "shop.orders")) },
        { "MassTransit error queue", Consumer("rabbitmq", "orders_error", "m1", ("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders_error"), ("messaging.operation", "receive"), ("messaging.message.id", "m1")) with { Kind = SightingKind.Receive, IsDeadLetterQueue = true } },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Extract_RealSpan_GivesTheCanonicalSighting(string instrumentation, object example)
    {
        _ = instrumentation;
        var expected = (Example)example;
        var facts = new TelemetryBatchBuilder().Resource(("service.name", "shop")).Below(77, isRemote: true).Span("any", expected.SpanKind, expected.Attributes).Facts();

        var sighting = facts.Sightings.ShouldHaveSingleItem();
        sighting.Kind.ShouldBe(expected.Kind);
        (sighting.Queue.System, sighting.Queue.Destination).ShouldBe((expected.System, expected.Destination));
        sighting.Queue.LooksLikeDeadLetter.ShouldBe(expected.IsDeadLetterQueue);
        Encoding.UTF8.GetString(sighting.MessageId.Span).ShouldBe(expected.MessageId);
        sighting.DeliveryCount.ShouldBe(expected.DeliveryCount);
        sighting.EnqueuedNano.ShouldBe(expected.EnqueuedNano);
        sighting.InBatch.ShouldBeFalse();
        if (expected.Group.Length > 0)
        {
            Encoding.UTF8.GetString(sighting.ConsumerGroup.Span).ShouldBe(expected.Group);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("undefined")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("   ")]
    public void Extract_ConstantMessageId_IsNoId(string id)
    {
        var sighting = new TelemetryBatchBuilder().Below(77, isRemote: true).Span("process", SpanKind.Consumer, ("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.message.id", id))
            .Facts().Sightings.ShouldHaveSingleItem();

        sighting.MessageId.IsEmpty.ShouldBeTrue();
        MessageKeys.For(sighting).ShouldBe(MessageKeys.ByContext(sighting.ContextTraceId, sighting.ContextSpanId));
    }

    [Fact]
    public void Extract_ConstantIdOfAKafkaRecord_GivesWayToItsOffset() =>
        Encoding.UTF8.GetString(new TelemetryBatchBuilder().Span("process", SpanKind.Consumer, ("messaging.system", "kafka"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.message.id", "null"), ("messaging.destination.partition.id", "3"), ("messaging.kafka.offset", 7))
            .Facts().Sightings.ShouldHaveSingleItem().MessageId.Span).ShouldBe("orders/3/7");

    [Fact]
    public void Extract_LambdaBatchFromSqs_IsOneSightingPerLink()
    {
        var facts = new TelemetryBatchBuilder().Resource(("faas.name", "ship"))
            .Span("ship", SpanKind.Server, ("faas.invocation_id", "r-1"), ("faas.trigger", "pubsub"))
            .Below(1).Span("process orders", SpanKind.Consumer, ("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.batch.message_count", 2))
            .Links((21, 1, [("messaging.message.id", "a")]), (22, 2, [("messaging.message.id", "b")]))
            .Facts();

        facts.Sightings.Select(sighting => (Encoding.UTF8.GetString(sighting.MessageId.Span), sighting.ContextTraceId.Low, sighting.ContextSpanId.Value, sighting.InBatch, sighting.Ordinal))
            .ShouldBe([("a", 21UL, 1UL, true, (short)0), ("b", 22UL, 2UL, true, (short)1)]);
        facts.Links.ShouldBeEmpty();
        facts.Invocations.ShouldHaveSingleItem().SpanId.Value.ShouldBe(1UL);
    }

    [Fact]
    public void Extract_DotNetLambdaWithLinksOnItsServerSpan_LinksTheTraces()
    {
        var facts = new TelemetryBatchBuilder().Resource(("faas.name", "ship")).Span("ship", SpanKind.Server, ("faas.trigger", "other"), ("faas.invocation_id", "r-1")).Links((21, 1, [])).Facts();

        facts.Sightings.ShouldBeEmpty();
        var link = facts.Links.ShouldHaveSingleItem();
        (link.LinkedTraceId.Low, link.InBatch).ShouldBe((21UL, false));
    }

    [Fact]
    public void Extract_LinkedSingleMessage_TakesItsIdFromTheSpan()
    {
        var facts = new TelemetryBatchBuilder().Span("orders process", SpanKind.Consumer, ("messaging.system", "servicebus"), ("messaging.destination.name", "orders"), ("messaging.operation", "process"), ("messaging.message.id", "m1"))
            .Links((21, 5, [])).Facts();

        var sighting = facts.Sightings.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(sighting.MessageId.Span).ShouldBe("m1");
        (sighting.ContextTraceId.Low, sighting.ContextSpanId.Value, sighting.InBatch).ShouldBe((21UL, 5UL, false));
    }

    /// <summary>Its consumers name no message either: a publish that nothing can ever be matched with would look lost.</summary>
    [Fact]
    public void Extract_EventBridgeWithoutAnEventId_IsNoSighting() =>
        new TelemetryBatchBuilder().Span("EventBridge.PutEvents", SpanKind.Client, ("rpc.system", "aws-api"), ("rpc.service", "EventBridge"), ("rpc.method", "PutEvents"), ("aws.request_id", "r-1")).Facts().Sightings.ShouldBeEmpty();

    [Fact]
    public void Extract_ServiceBusSendOfCreatedMessages_IsOneSightingPerMessage()
    {
        (string, object)[] attributes = [("messaging.system", "servicebus"), ("messaging.destination.name", "orders")];
        var facts = new TelemetryBatchBuilder()
            .Span("Message", SpanKind.Producer, attributes)
            .Span("ServiceBusSender.Send", SpanKind.Client, [.. attributes, ("messaging.operation", "publish"), ("messaging.batch.message_count", 1)]).Links((1, 1, []))
            .Facts();

        facts.Sightings.ShouldHaveSingleItem().ContextSpanId.Value.ShouldBe(1UL);
    }

    [Fact]
    public void Extract_KafkaBatch_NamesEachRecordByItsOffset()
    {
        var facts = new TelemetryBatchBuilder()
            .Span("orders process", SpanKind.Consumer, ("messaging.system", "kafka"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "process"), ("messaging.destination.partition.id", "3"))
            .Links((21, 1, [("messaging.kafka.offset", 7)]), (22, 2, [("messaging.kafka.offset", 8)])).Facts();

        facts.Sightings.Select(sighting => Encoding.UTF8.GetString(sighting.MessageId.Span)).ShouldBe(["orders/3/7", "orders/3/8"]);
    }

    [Fact]
    public void Extract_PollThatFoundNothing_IsNoSighting() =>
        new TelemetryBatchBuilder().Span("orders receive", SpanKind.Client, ("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("messaging.operation.type", "receive"), ("messaging.batch.message_count", 0)).Facts()
            .Sightings.ShouldBeEmpty();

    [Theory]
    [InlineData("x-first-death-queue")]
    [InlineData("messaging.header.x_first_death_queue")]
    [InlineData("messaging.header.x-first-death-queue")]
    [InlineData("DeadLetterQueueSourceArn")]
    [InlineData("DeadLetterSource")]
    [InlineData("CloudPubSubDeadLetterSourceSubscription")]
    [InlineData("kafka_dlt-original-topic")]
    public void Extract_WordOfTheQueueItDiedIn_MarksTheQueueAsItsDeadLetterQueue(string key)
    {
        var sighting = Delivered("parking", (key, "orders"));

        sighting.Queue.LooksLikeDeadLetter.ShouldBeTrue();
        sighting.Queue.DeadLetterOf.ShouldBe("orders");
    }

    [Fact]
    public void Extract_CapturedHeader_IsReadFromItsArray() => Delivered("parking", ("messaging.header.x_first_death_queue", new[] { "orders" })).Queue.DeadLetterOf.ShouldBe("orders");

    [Fact]
    public void Extract_RedrivenToTheQueueItDiedIn_IsAnAttemptThere()
    {
        var sighting = Delivered("orders", ("x-first-death-queue", "orders"));

        sighting.Queue.LooksLikeDeadLetter.ShouldBeFalse();
        sighting.Queue.DeadLetterOf.ShouldBe("");
    }

    [Theory]
    [InlineData("orders-dlq", true)]
    [InlineData("orders.dlq.fifo", true)]
    [InlineData("orders-dead-letter", true)]
    [InlineData("OrdersDLQ", true)]
    [InlineData("OrdersDeadLetterQueue", true)]
    [InlineData("orders-parking-lot", true)]
    [InlineData("orders.DLT", true)]
    [InlineData("orders/$Transfer/$DeadLetterQueue", true)]
    [InlineData("orders", false)]
    [InlineData("handled-orders", false)]
    [InlineData("deadlines", false)]
    [InlineData("headline", false)]
    [InlineData("middleware", false)]
    public void Queue_ByItsName_IsADeadLetterQueueOrNot(string name, bool expected) => Delivered(name).Queue.LooksLikeDeadLetter.ShouldBe(expected);

    private static SightingFact Delivered(string queue, params (string, object)[] more) => new TelemetryBatchBuilder()
        .Span("process", SpanKind.Consumer, [("messaging.system", "rabbitmq"), ("messaging.destination.name", queue), ("messaging.operation.type", "process"), ("messaging.message.id", "m1"), .. more])
        .Facts().Sightings.ShouldHaveSingleItem();

    private static Example Producer(string system, string destination, string messageId, params (string, object)[] attributes) =>
        new(SpanKind.Producer, SightingKind.Publish, system, destination, messageId, attributes);

    private static Example Consumer(string system, string destination, string messageId, params (string, object)[] attributes) =>
        new(SpanKind.Consumer, SightingKind.Process, system, destination, messageId, attributes);

    public sealed record Example
    {
        internal Example(SpanKind spanKind, SightingKind kind, string system, string destination, string messageId, (string, object)[] attributes) =>
            (SpanKind, Kind, System, Destination, MessageId, Attributes) = (spanKind, kind, system, destination, messageId, attributes);

        internal SpanKind SpanKind { get; }
        internal SightingKind Kind { get; init; }
        internal string System { get; }
        internal string Destination { get; }
        internal string MessageId { get; }
        internal (string, object)[] Attributes { get; }
        internal int DeliveryCount { get; init; }
        internal string Group { get; init; } = "";
        internal long EnqueuedNano { get; init; }
        internal bool IsDeadLetterQueue { get; init; }
    }
}
