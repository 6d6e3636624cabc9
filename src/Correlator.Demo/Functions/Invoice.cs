using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Writes the invoice and has it mailed. Its part for paper invoices is old, and loses the trace context.</summary>
internal sealed partial class Invoice : Function
{
    public override string Name => "invoice";

    public override IReadOnlyList<string> Triggers => [OrderQueues.Invoices];

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var order = invocation.Order;
        using (invocation.StartCall("PUT invoice.pdf", ("aws.s3.bucket", "invoices"), ("rpc.system", "aws-api"), ("rpc.method", "PutObject")))
        {
            await invocation.WorkAsync(22, cancellationToken);
        }

        Written(invocation.Log, order.OrderId);
        await (order.WantsPaperInvoice
            ? invocation.SendUntracedAsync(OrderQueues.Mails, cancellationToken)
            : invocation.SendAsync(OrderQueues.Mails, cancellationToken));
    }

    [LoggerMessage(LogLevel.Information, "Wrote the invoice of {OrderId}")]
    private static partial void Written(ILogger logger, string orderId);
}
