using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Correlator.IntegrationTests.Correlation;

/// <summary>Spans of a few traces joined in all ways, from a seed; each with the service that sent it. Old enough that time changes nothing any more.</summary>
internal sealed class TelemetryTangle
{
    private const long StartNano = 1_767_225_600_000_000_000;
    private readonly List<(string Service, JsonObject Span)> _spans = [];
    private readonly Random _random;
    private int _lastSpan;

    public TelemetryTangle(int seed)
    {
        _random = new Random(seed);
        var messages = new List<(string Trace, string Span, string Id)>();
        var traces = Enumerable.Range(1, 7).Select(number => $"{seed & 0xffff:x4}{number:x28}").ToArray();
        foreach (var trace in traces[..4])
        {
            var entry = Add("shop", trace, 2, ("correlation.id", $"order-{seed}-{_random.Next(3)}"));
            for (var count = _random.Next(3); count > 0; count--)
            {
                var id = $"{seed}-{messages.Count}";
                messages.Add((trace, Add("shop", trace, 4, [.. Messaging("publish"), ("messaging.message.id", id)], entry), id));
            }
        }

        foreach (var message in messages)
        {
            for (var attempt = _random.Next(3); attempt > 0; attempt--)
            {
                Consume(traces[_random.Next(4, 7)], [message]);
            }
        }

        if (messages.Count > 1)
        {
            Consume($"{seed & 0xffff:x4}{99:x28}", [.. messages.Take(_random.Next(2, messages.Count + 1))]);
        }
    }

    /// <summary>One request with everything.</summary>
    public string All => Request(_spans);

    /// <summary>The same in some order and some portions, some of it twice.</summary>
    public IReadOnlyList<string> Portions(int seed)
    {
        var random = new Random(seed);
        (string Service, JsonObject Span)[] all = [.. _spans, .. _spans.Where(_ => random.Next(3) == 0)];
        random.Shuffle(all);
        var requests = new List<string>();
        for (var taken = 0; taken < all.Length;)
        {
            var size = random.Next(1, Math.Min(6, 1 + all.Length - taken));
            requests.Add(Request(all[taken..(taken + size)]));
            taken += size;
        }

        return requests;
    }

    private static (string, object)[] Messaging(string operation) =>
        [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.operation.type", operation)];

    private static string Request(IEnumerable<(string Service, JsonObject Span)> spans) => new JsonObject
    {
        ["resourceSpans"] = new JsonArray([.. spans.GroupBy(span => span.Service).Select(group => (JsonNode)new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = Attributes([("service.name", group.Key), ("service.instance.id", $"{group.Key}-1")]) },
            ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. group.Select(span => span.Span.DeepClone())]) }),
        })]),
    }.ToJsonString();

    private static JsonArray Attributes((string Key, object Value)[] attributes) =>
        new([.. attributes.Select(attribute => (JsonNode)new JsonObject
        {
            ["key"] = attribute.Key,
            ["value"] = new JsonObject { ["stringValue"] = JsonSerializer.SerializeToNode(attribute.Value) },
        })]);

    private void Consume(string trace, (string Trace, string Span, string Id)[] messages)
    {
        Add("worker", trace, 5, messages.Length > 1 ? Messaging("process") : [.. Messaging("process"), ("messaging.message.id", messages[0].Id)]);
        var span = _spans[^1].Span;
        span["links"] = new JsonArray([.. messages.Select(message => (JsonNode)new JsonObject
        {
            ["traceId"] = message.Trace,
            ["spanId"] = message.Span,
            ["attributes"] = Attributes([("messaging.message.id", message.Id)]),
        })]);
        if (_random.Next(3) == 0)
        {
            span["status"] = new JsonObject { ["code"] = 2, ["message"] = "boom" };
        }
    }

    private string Add(string service, string trace, int kind, params (string, object)[] attributes) => Add(service, trace, kind, attributes, null);

    private string Add(string service, string trace, int kind, (string, object)[] attributes, string? parent)
    {
        var id = (++_lastSpan).ToString("x16", CultureInfo.InvariantCulture);
        var start = StartNano + (_random.Next(120_000) * 1_000_000L);
        _spans.Add((service, new JsonObject
        {
            ["traceId"] = trace,
            ["spanId"] = id,
            ["parentSpanId"] = parent,
            ["flags"] = parent is null ? 0 : 0x100,
            ["name"] = "work",
            ["kind"] = kind,
            ["startTimeUnixNano"] = start.ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = (start + 10_000_000).ToString(CultureInfo.InvariantCulture),
            ["attributes"] = Attributes(attributes),
        }));
        return id;
    }
}
