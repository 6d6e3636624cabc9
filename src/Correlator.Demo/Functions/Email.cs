using Correlator.Demo.Platform;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Functions;

/// <summary>Mails the customer: that the parcel is on its way, and the invoice.</summary>
internal sealed partial class Email : Function
{
    public override string Name => "email";

    public override IReadOnlyList<string> Triggers => [OrderQueues.Mails];

    public override async Task HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using (invocation.StartCall("SMTP", ("server.address", "mail.example"), ("server.port", 587)))
        {
            await invocation.WorkAsync(15, cancellationToken);
        }

        Mailed(invocation.Log, invocation.Order.OrderId);
    }

    [LoggerMessage(LogLevel.Information, "Mailed the customer of {OrderId}")]
    private static partial void Mailed(ILogger logger, string orderId);
}
