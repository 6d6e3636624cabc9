using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>An order that was taken, and is not paid: its card is declined.</summary>
internal static class DeclinedOrder
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    /// <returns>The traces of the two functions, when the journey of both is stored.</returns>
    public static async Task<(TraceId Shop, TraceId Bill)> SendAsync(CorrelatorServer server, string number)
    {
        var (shop, bill) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (string, object)[] queue =
        [
            ("messaging.system", "rabbitmq"),
            ("messaging.destination.name", "orders"),
            ("messaging.message.id", $"msg-{number}"),
        ];

        await new OtlpRequest(("service.name", "shop"))
            .Span(shop, 1, "POST /orders", SpanKind.Server, Now, [("correlation_id", $"corr-{number}"), ("order.id", $"A-{number}")])
            .Span(shop, 2, "orders send", SpanKind.Producer, Now.AddMilliseconds(2), queue, parent: 1)
            .Log("order taken", Now.AddMilliseconds(3), shop, span: 1)
            .SendAsync(server);
        await new OtlpRequest(("service.name", "bill"), ("faas.instance", "i-1"))
            .Span(bill, 1, "orders process", SpanKind.Consumer, Now.AddMilliseconds(500), queue, error: "card declined", links: (shop, 2))
            .Log("declined", Now.AddMilliseconds(505), bill, severity: 17, span: 1)
            .SendAsync(server);

        await server.JourneyAsync($"corr-{number}", seen => seen.Traces.Count == 2);
        await server.CorrelatedAsync();
        return (shop, bill);
    }
}
