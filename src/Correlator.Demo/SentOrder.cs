namespace Correlator.Demo;

/// <summary>An order on its way, what is to be seen in its journey, and how large that is when it is complete.</summary>
internal sealed record SentOrder(string OrderId, string WhatToSee)
{
    public int Traces { get; init; } = 1;

    /// <summary>An order that passes all queues: payments, stock, shipments, invoices, and two mails.</summary>
    public int Messages { get; init; } = 6;
}
