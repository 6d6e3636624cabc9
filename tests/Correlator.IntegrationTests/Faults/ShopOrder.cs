using System.Globalization;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Faults;

/// <summary>
/// The telemetry of an order: it is taken by the shop, and its message is attempted by a worker, sometimes twice, sometimes in vain until it
/// is buried. Every part comes in a request of its own, which may come in any order, or not at all.
/// </summary>
internal sealed class ShopOrder(ulong run, int number, DateTimeOffset start)
{
    public const string Queue = "orders";
    public const string DeadLetterQueue = "orders-dlq";
    public const int SpansOfShop = 4;
    private const string Failure = "the bank does not answer";

    /// <summary>Orders spread over a minute, so that there is more than one minute to count.</summary>
    private DateTimeOffset At => start.AddMilliseconds(number * 7919L % 60_000);

    private bool IsBuried => number % 10 == 0;

    private int Attempts => IsBuried ? 4 : 1 + (number % 2);

    private string MessageId => $"m-{run:x}-{number}";

    public IEnumerable<ShopRequest> Requests()
    {
        yield return Spans("shop", 0, ShopSpans());
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            yield return Spans("worker", attempt, [Consumer(attempt, "worker", Queue, isFailed: IsBuried || attempt < Attempts)]);
        }

        if (IsBuried)
        {
            yield return Spans("undertaker", Attempts + 1, [Consumer(Attempts + 1, "undertaker", DeadLetterQueue, isFailed: false)]);
        }

        yield return Log();
        if (number % 5 == 0)
        {
            yield return Metric();
        }
    }

    private TraceId Trace(int part) => new(run, ((ulong)number << 8) + (ulong)part + 1);

    private object[] ShopSpans()
    {
        var message = Message(Queue, "send");
        return
        [
            Span(0, 1, 0, "POST /orders", SpanKind.Server, At, 40, [("correlation.id", $"order-{run:x}-{number}"), ("padding", new string('x', 300))]),
            Span(0, 2, 1, "charge", SpanKind.Client, At.AddMilliseconds(1), 20, [("server.address", "bank")]),
            Span(0, 3, 1, "reserve", SpanKind.Internal, At.AddMilliseconds(2), 20, [("order.number", number)]),
            Span(0, 4, 1, "orders send", SpanKind.Producer, At.AddMilliseconds(5), 3, message),
        ];
    }

    private object Consumer(int attempt, string function, string queue, bool isFailed)
    {
        var at = At.AddMilliseconds(200 * attempt);
        var error = isFailed ? Failure : null;
        return Span(
            attempt, (ulong)attempt, 0, $"{queue} {function}", SpanKind.Consumer, at, 10 + attempt, Message(queue, "process"), error, link: Trace(0));
    }

    private (string, object)[] Message(string queue, string operation) =>
    [
        ("messaging.system", "rabbitmq"),
        ("messaging.destination.name", queue),
        ("messaging.operation.type", operation),
        ("messaging.message.id", MessageId),
    ];

    private object Span(
        int part,
        ulong span,
        ulong parent,
        string name,
        SpanKind kind,
        DateTimeOffset at,
        double milliseconds,
        (string Key, object Value)[] attributes,
        string? error = null,
        TraceId? link = null) =>
        new
        {
            traceId = Trace(part).ToString(),
            spanId = new SpanId(span).ToString(),
            parentSpanId = parent == 0 ? "" : new SpanId(parent).ToString(),
            name,
            kind = (int)kind,
            startTimeUnixNano = Nano(at),
            endTimeUnixNano = Nano(at.AddMilliseconds(milliseconds)),
            attributes = Attributes(attributes),
            links = link is { } linked ? new object[] { new { traceId = linked.ToString(), spanId = new SpanId(4).ToString() } } : [],
            status = error is null ? (object)new { } : new { code = 2, message = error },
        };

    private ShopRequest Spans(string function, int part, object[] spans) => Of(
        part, Signal.Traces, spans.Length, new { resourceSpans = new[] { new { resource = Resource(function), scopeSpans = new[] { new { spans } } } } });

    private ShopRequest Log() => Of(90, Signal.Logs, 1, new
    {
        resourceLogs = new[]
        {
            new { resource = Resource("shop"), scopeLogs = new[] { new { logRecords = new[] { Record() } } } },
        },
    });

    private ShopRequest Metric() => Of(91, Signal.Metrics, 1, new
    {
        resourceMetrics = new[]
        {
            new { resource = Resource("shop"), scopeMetrics = new[] { new { metrics = new[] { Value() } } } },
        },
    });

    private object Record() => new
    {
        timeUnixNano = Nano(At),
        severityNumber = 9,
        traceId = Trace(0).ToString(),
        body = new { stringValue = $"order {number} taken" },
    };

    private object Value() => new
    {
        name = "order.value",
        gauge = new { dataPoints = new[] { new { timeUnixNano = Nano(At.AddTicks(number)), asDouble = (double)number } } },
    };

    private ShopRequest Of(int part, Signal signal, int records, object json)
    {
        var trace = signal == Signal.Traces ? Trace(part) : Trace(0);
        return new ShopRequest($"{number}/{part}", signal, trace, records, OtlpSamples.Protobuf(signal, JsonSerializer.Serialize(json)));
    }

    private object Resource(string function) =>
        new { attributes = Attributes([("service.name", function), ("service.instance.id", $"{function}-{run:x}-{number % 3}")]) };

    private static object[] Attributes((string Key, object Value)[] attributes) => [.. attributes.Select(attribute => new
    {
        key = attribute.Key,
        value = attribute.Value is int number ? new { intValue = number } : (object)new { stringValue = attribute.Value },
    })];

    private static string Nano(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
