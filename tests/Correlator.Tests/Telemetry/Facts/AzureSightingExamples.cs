using Correlator.Telemetry.Facts;
using static Correlator.Tests.Telemetry.Facts.SightingExample;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>Spans of Service Bus, Event Hubs and storage queues, as each instrumentation writes them, and their sightings.</summary>
public static class AzureSightingExamples
{
    public static TheoryData<string, SightingExample> All => new()
    {
        {
            "Service Bus, .NET, process",
            Consumer("servicebus", "orders", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"),
                ("messaging.servicebus.message.delivery_count", 2),
                ("messaging.servicebus.message.enqueued_time", 1_767_225_590L))
                with { DeliveryCount = 2, EnqueuedNano = 1_767_225_590_000_000_000 }
        },
        {
            "Service Bus, legacy",
            Producer("servicebus", "orders", "m1",
                ("az.namespace", "Microsoft.ServiceBus"),
                ("messaging.system", "az.servicebus"),
                ("message_bus.destination", "orders"),
                ("messaging.message.id", "m1"))
        },
        {
            "Service Bus, dead-lettered",
            Client(SightingKind.DeadLetter, "servicebus", "orders", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "settle"),
                ("messaging.operation.name", "dead_letter"),
                ("messaging.message.id", "m1"))
        },
        {
            "Service Bus, disposition",
            Client(SightingKind.DeadLetter, "servicebus", "orders", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "settle"),
                ("messaging.servicebus.disposition_status", "dead_letter"),
                ("messaging.message.id", "m1"))
        },
        {
            "Service Bus, completed",
            Client(SightingKind.Settle, "servicebus", "orders", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.name", "complete"),
                ("messaging.message.id", "m1"))
        },
        {
            "Service Bus, dead-letter sub-queue",
            Consumer("servicebus", "orders/$deadletterqueue", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders/$DeadLetterQueue"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"))
                with { IsDeadLetterQueue = true }
        },
        {
            "Event Hubs, .NET, send",
            Producer("eventhubs", "telemetry", "m1",
                ("messaging.system", "eventhubs"),
                ("messaging.destination.name", "telemetry"),
                ("messaging.operation.name", "send"),
                ("messaging.operation.type", "publish"),
                ("messaging.message.id", "m1"))
        },
        {
            "Storage queue, process",
            Consumer("azure_storage_queue", "orders", "m1",
                ("messaging.system", "azurequeues"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"),
                ("DequeueCount", 4))
                with { DeliveryCount = 4 }
        },
        {
            "Storage queue, poison",
            Consumer("azure_storage_queue", "orders-poison", "m1",
                ("messaging.system", "azure_storage_queue"),
                ("messaging.destination.name", "orders-poison"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"))
                with { IsDeadLetterQueue = true }
        },
        {
            "Event Hubs, process",
            Consumer("eventhubs", "telemetry", "m1",
                ("messaging.system", "eventhubs"),
                ("messaging.destination.name", "telemetry"),
                ("messaging.operation.type", "process"),
                ("messaging.message.id", "m1"),
                ("messaging.eventhubs.consumer.group", "$Default"),
                ("messaging.eventhubs.message.enqueued_time", 1_767_225_590L))
                with { Group = "$Default", EnqueuedNano = 1_767_225_590_000_000_000 }
        },
        {
            "Service Bus topic, subscription as an attribute",
            Consumer("servicebus", "orders", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"),
                ("messaging.servicebus.destination.subscription_name", "billing"))
                with { Group = "billing" }
        },
        {
            "Service Bus topic, subscription in the path",
            Consumer("servicebus", "orders", "m1",
                ("messaging.system", "azure_servicebus"),
                ("message_bus.destination", "orders/Subscriptions/billing"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"))
                with { Group = "billing" }
        },
        {
            "Service Bus topic, dead letters of a subscription",
            Consumer("servicebus", "orders/$deadletterqueue", "m1",
                ("messaging.system", "servicebus"),
                ("messaging.destination.name", "orders/Subscriptions/billing/$DeadLetterQueue"),
                ("messaging.operation", "process"),
                ("messaging.message.id", "m1"))
                with { Group = "billing", IsDeadLetterQueue = true }
        },
        {
            "Storage queue, newer SDK",
            Producer("azure_storage_queue", "orders", "m1",
                ("messaging.system", "azure.storage.queue"),
                ("messaging.destination.name", "https://shop.queue.core.windows.net/orders"),
                ("messaging.operation.type", "send"),
                ("messaging.message.id", "m1"))
        },
    };
}
