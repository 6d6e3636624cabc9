namespace Correlator.Demo.Queues;

/// <summary>The queues of the order system, in the order in which an order passes them.</summary>
internal static class OrderQueues
{
    public const string Payments = "payments";
    public const string Stock = "stock";
    public const string Shipments = "shipments";
    public const string Invoices = "invoices";
    public const string Mails = "mails";

    public static IReadOnlyList<QueueDefinition> All { get; } =
    [
        new(Payments, MaxDeliveries: 6),
        new(Stock, MaxDeliveries: 3),
        new(Shipments, MaxDeliveries: 3),
        new(Invoices, MaxDeliveries: 3),
        new(Mails, MaxDeliveries: 3),
    ];
}
