using Correlator.Telemetry.Facts;
using static Correlator.Tests.Telemetry.Facts.SightingExample;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>Spans of RabbitMQ, Kafka and Pub/Sub, as each instrumentation writes them, and their sightings.</summary>
public static class BrokerSightingExamples
{
    public static TheoryData<string, SightingExample> All => new()
    {
        {
            "RabbitMQ, amqplib, publish",
            Producer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination", "orders"),
                ("messaging.destination_kind", "topic"),
                ("messaging.rabbitmq.routing_key", "new"),
                ("messaging.message_id", "m1"),
                ("messaging.protocol", "AMQP"))
        },
        {
            "RabbitMQ, amqplib, process",
            Consumer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination", "orders"),
                ("messaging.destination_kind", "topic"),
                ("messaging.operation", "process"),
                ("messaging.message_id", "m1"))
        },
        {
            "RabbitMQ, .NET client, deliver",
            Consumer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.operation.type", "process"),
                ("messaging.operation.name", "deliver"),
                ("messaging.destination.name", "orders"),
                ("messaging.rabbitmq.destination.routing_key", "new"),
                ("messaging.message.id", "m1"))
        },
        {
            "RabbitMQ, quorum queue's counter",
            Consumer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"),
                ("x-delivery-count", 2))
                with { DeliveryCount = 3 }
        },
        {
            "Kafka, Java, process",
            Consumer("kafka", "orders", "orders/3/1042",
                ("messaging.system", "kafka"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "process"),
                ("messaging.destination.partition.id", "3"),
                ("messaging.kafka.message.offset", 1042),
                ("messaging.kafka.consumer.group", "billing"))
        },
        {
            "Kafka, current, process",
            Consumer("kafka", "orders", "orders/3/1042",
                ("messaging.system", "kafka"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "process"),
                ("messaging.destination.partition.id", "3"),
                ("messaging.kafka.offset", 1042))
        },
        {
            "Kafka, Python, send",
            Producer("kafka", "orders", "",
                ("messaging.system", "kafka"),
                ("messaging.destination", "orders"),
                ("messaging.operation.type", "send"))
        },
        {
            "Kafka, Spring dead-letter topic",
            Consumer("kafka", "orders.DLT", "orders.DLT/0/7",
                ("messaging.system", "kafka"),
                ("messaging.destination.name", "orders.DLT"),
                ("messaging.operation.type", "process"),
                ("messaging.destination.partition.id", "0"),
                ("messaging.kafka.offset", 7))
                with { IsDeadLetterQueue = true }
        },
        {
            "Pub/Sub, subscribe",
            Consumer("gcp_pubsub", "orders-sub", "m1",
                ("messaging.system", "gcp_pubsub"),
                ("messaging.destination.name", "orders-sub"),
                ("messaging.operation.name", "subscribe"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"),
                ("messaging.gcp_pubsub.message.delivery_attempt", 5))
                with { DeliveryCount = 5 }
        },
        {
            "Pub/Sub, subscribe by name alone",
            Consumer("gcp_pubsub", "orders-sub", "m1",
                ("messaging.system", "gcp_pubsub"),
                ("messaging.destination.name", "orders-sub"),
                ("messaging.operation.name", "subscribe"),
                ("messaging.message.id", "m1"))
        },
        {
            "Pub/Sub, ack",
            Client(SightingKind.Settle, "gcp_pubsub", "orders-sub", "m1",
                ("messaging.system", "gcp_pubsub"),
                ("messaging.destination.name", "orders-sub"),
                ("messaging.operation.name", "ack"),
                ("messaging.message.id", "m1"))
        },
        {
            "Pub/Sub, create",
            Producer("gcp_pubsub", "orders", "",
                ("messaging.system", "gcp_pubsub"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "create"))
        },
        {
            "RabbitMQ, current, publish to the default exchange",
            Producer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "amq.default:orders"),
                ("messaging.operation.type", "send"),
                ("messaging.message.id", "m1"))
        },
        {
            "RabbitMQ, current, publish to an exchange",
            Producer("rabbitmq", "shop:new", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "shop:new"),
                ("messaging.operation.type", "send"),
                ("messaging.message.id", "m1"))
        },
        {
            "RabbitMQ, current, process",
            Consumer("rabbitmq", "orders", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "shop:new:orders"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"))
        },
        {
            "Kafka, Python, process",
            Consumer("kafka", "orders", "orders/3/1042",
                ("messaging.system", "kafka"),
                ("messaging.destination", "orders"),
                ("messaging.kafka.partition", 3),
                ("messaging.kafka.message.offset", 1042),
                ("messaging.operation", "process"),
                ("messaging.kafka.consumer_group", "billing"))
                with { Group = "billing" }
        },
        {
            "Kafka, .NET, receive",
            Consumer("kafka", "orders", "orders/3/1042",
                ("messaging.system", "kafka"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.name", "poll"),
                ("messaging.operation.type", "receive"),
                ("messaging.destination.partition.id", "3"),
                ("messaging.kafka.offset", 1042),
                ("messaging.consumer.group.name", "billing"))
                with { Kind = SightingKind.Receive, Group = "billing" }
        },
        {
            "Pub/Sub, full names",
            Consumer("gcp_pubsub", "orders", "m1",
                ("messaging.system", "gcp_pubsub"),
                ("messaging.destination.name", "projects/shop/topics/orders"),
                ("messaging.destination.subscription.name", "orders-sub"),
                ("messaging.operation.type", "receive"),
                ("messaging.message.id", "m1"))
                with { Kind = SightingKind.Receive, Group = "orders-sub" }
        },
        {
            "MassTransit error queue",
            Consumer("rabbitmq", "orders_error", "m1",
                ("messaging.system", "rabbitmq"),
                ("messaging.destination.name", "orders_error"),
                ("messaging.operation", "receive"),
                ("messaging.message.id", "m1"))
                with { Kind = SightingKind.Receive, IsDeadLetterQueue = true }
        },
    };
}
