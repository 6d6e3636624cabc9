using System.Globalization;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Query.Live;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>The schema on real data, through the real door.</summary>
public sealed class GraphTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string WholeJourney =
        """
        query($id: ID!) {
          journey(id: $id) {
            id journeyId status startedAt durationMicros
            traceCount messageCount attemptCount errorCount coldStartCount
            rootFunction { name service }
            functions { name }
            queues { destination system isDeadLetter }
            keys { name value joins }
            messages {
              messageId state attemptCount dwellMicros
              queue { destination }
              publisher { name }
              publisherSpanId
              attempts {
                number outcome error dwellMicros
                function { name }
                spanId
                trace { traceId }
                invocation { durationMicros isCold function { name } }
              }
            }
            invocations { outcome error isCold function { name } trace { traceId } journey { journeyId } }
            traces {
              isShared
              trace {
                traceId
                spans {
                  name kind status spanId parentSpanId
                  function { name }
                  attributes { key value text }
                  links { trace { traceId } spanId }
                }
                logs { body severity at spanId function { name } }
              }
            }
          }
        }
        """;

    [Fact]
    public async Task Journey_ByAnyOfItsIds_IsToldWhole()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var (shop, bill) = await DeclinedOrder.SendAsync(server, "17");

        foreach (var typed in new[] { "corr-17", "A-17", "msg-17", shop.ToString(), bill.ToString() })
        {
            var journey = (await server.AskAsync(WholeJourney, new { id = typed })).At("journey");

            journey.Text("status").ShouldBe("IN_FLIGHT", typed);
            var id = journey.Text("journeyId");
            id.ShouldBe(new[] { shop.ToString(), bill.ToString() }.Min(StringComparer.Ordinal));
            (journey.Text("traceCount"), journey.Text("messageCount"), journey.Text("errorCount")).ShouldBe(("2", "1", "1"));
            journey.Text("rootFunction", "name").ShouldBe("shop");
            journey.List("functions").Select(function => function.Text("name")).ShouldBe(["shop", "bill"], ignoreOrder: true);
            journey.Text("queues", "0", "destination").ShouldBe("orders");
            journey.List("keys").Select(key => (key.Text("name"), key.Text("value"), key.Text("joins")))
                .ShouldBe([("correlation", "corr-17", "True"), ("order", "A-17", "False")]);

            var message = journey.List("messages").ShouldHaveSingleItem();
            (message.Text("messageId"), message.Text("state"), message.Text("dwellMicros")).ShouldBe(("msg-17", "FAILING", "498000"));
            (message.Text("publisher", "name"), message.Text("publisherSpanId")).ShouldBe(("shop", "0000000000000002"));

            var attempt = message.List("attempts").ShouldHaveSingleItem();
            (attempt.Text("number"), attempt.Text("outcome"), attempt.Text("error")).ShouldBe(("1", "ERROR", "card declined"));
            (attempt.Text("function", "name"), attempt.Text("trace", "traceId")).ShouldBe(("bill", bill.ToString()));
            attempt.Text("invocation", "function", "name").ShouldBe("bill");

            journey.List("invocations")
                .Select(call => (call.Text("function", "name"), call.Text("outcome"), call.Text("journey", "journeyId")))
                .ShouldBe([("shop", "OK", id), ("bill", "ERROR", id)]);

            var traces = journey.List("traces").Select(trace => trace.At("trace")).ToDictionary(trace => trace.Text("traceId"));
            traces[shop.ToString()].List("spans").Select(span => span.Text("name")).ShouldBe(["POST /orders", "orders send"]);
            traces[shop.ToString()].List("logs").Select(log => log.Text("body")).ShouldBe(["order taken"]);
            traces[bill.ToString()].Text("spans", "0", "links", "0", "trace", "traceId").ShouldBe(shop.ToString());
        }

        (await server.AskAsync(WholeJourney, new { id = "nobody-knows" })).At("journey").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Node_OfEachType_IsFoundByTheIdThatWasGiven()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await DeclinedOrder.SendAsync(server, "18");
        await server.AddFindingsAsync();

        var all = await server.AskAsync(
            """
            {
              journeys(where: {functions: ["shop"], key: {name: "order_id", value: "A-18"}}) {
                nodes { id traces { trace { id } } messages { id } }
              }
              invocations { nodes { id } }
              functions { nodes { id name numbers { invocations errors coldStarts p50Micros p99Micros } } }
              queues { nodes { id destination numbers { published failed } } }
              findings(where: {isOpen: true}) {
                nodes { id severity isOpen numbers queue { destination } function { name } journeys { journeyId } }
              }
            }
            """);

        var journey = all.At("journeys", "nodes", "0");
        var trace = journey.Text("traces", "0", "trace", "id");
        (string Id, string Type)[] nodes =
        [
            (journey.Text("id"), "Journey"),
            (all.Text("functions", "nodes", "0", "id"), "Function"),
            (all.Text("queues", "nodes", "0", "id"), "Queue"),
            (all.Text("findings", "nodes", "0", "id"), "Finding"),
            (all.Text("invocations", "nodes", "0", "id"), "Invocation"),
            (journey.Text("messages", "0", "id"), "Message"),
            (trace, "Trace"),
        ];
        foreach (var (id, type) in nodes)
        {
            var node = await server.AskAsync("query($id: ID!) { node(id: $id) { id __typename } }", new { id });
            node.Text("node").ShouldBe($$"""{"id":"{{id}}","__typename":"{{type}}"}""");
        }

        var spans = await server.AskAsync("query($id: ID!) { node(id: $id) { ... on Trace { spans { name } } } }", new { id = trace });
        spans.List("node", "spans").ShouldNotBeEmpty();

        var shop = all.List("functions", "nodes").Single(function => function.Text("name") == "shop");
        (shop.Text("numbers", "invocations"), shop.Text("numbers", "errors")).ShouldBe(("1", "0"));
        shop.At("numbers", "p99Micros").GetDouble().ShouldBeInRange(8192, 16384);

        var finding = all.List("findings", "nodes").Single(finding => finding.Text("numbers", "attempts") == "5");
        (finding.Text("severity"), finding.Text("queue", "destination")).ShouldBe(("WARNING", "orders"));
        finding.At("function").ValueKind.ShouldBe(JsonValueKind.Null);
        finding.List("journeys").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Node_OfAnUnknownIdAndOfNone_IsNullAndAnError()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var unknown = Guid.NewGuid();
        string[] ofNothing =
        [
            $"Journey:{unknown}",
            $"Trace:{unknown}",
            $"Message:{unknown}",
            $"Finding:{unknown}",
            $"Invocation:{unknown:n}-0190163d8694739b",
            "Function:1000000",
            "Queue:1000000",
        ];
        string[] noIds = [$"Invocation:{unknown:n}", "Message:1", "Resource:1", "Journey"];

        foreach (var id in ofNothing)
        {
            (await AnswerAsync(id)).GetRawText().ShouldBe("""{"data":{"node":null}}""", id);
        }

        foreach (var id in noIds)
        {
            (await AnswerAsync(id)).Text("errors", "0", "message").ShouldStartWith("The id \"", customMessage: id);
        }

        Task<JsonElement> AnswerAsync(string text)
        {
            var id = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            return server.AnswerAsync("query($id: ID!) { node(id: $id) { id } }", new { id });
        }
    }

    [Fact]
    public async Task Trace_OfAnUnknownIdAndOfNone_IsNullAndAnError()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);

        var unknown = await server.AskAsync("query($id: ID!) { trace(id: $id) { traceId } }", new { id = OtlpSamples.NewTrace().ToString() });
        var noTrace = await server.AnswerAsync("""{ trace(id: "abc") { traceId } }""");
        var noCursor = await server.AnswerAsync("""{ journeys(after: "abc") { nodes { id } } }""");

        unknown.At("trace").ValueKind.ShouldBe(JsonValueKind.Null);
        noTrace.Text("errors", "0", "message").ShouldContain("no trace id");
        noCursor.Text("errors", "0", "message").ShouldContain("cursor");
    }

    [Fact]
    public async Task IngestHealth_AfterGoodAndBadRequests_CountsThem()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await DeclinedOrder.SendAsync(server, "19");
        using var client = new HttpClient();
        using var half = new ByteArrayContent(Encoding.UTF8.GetBytes(OtlpSamples.HalfValidJson(OtlpSamples.NewTrace())));
        half.Headers.ContentType = new("application/json");
        (await client.PostAsync(new Uri(server.Http, "/v1/traces"), half)).EnsureSuccessStatusCode();
        await server.CorrelatedAsync();

        var data = await server.AskAsync(
            """
            {
              ingestHealth {
                records { signal accepted duplicates rejected }
                requests { status count }
                droppedRecords
                pendingBatches
                lagSeconds
                journal { isOn requests }
                partitionsReadyUntil
              }
            }
            """);

        var health = data.At("ingestHealth");
        health.List("records").Select(signal => (signal.Text("signal"), signal.Text("accepted"), signal.Text("rejected")))
            .ShouldBe([("TRACES", "4", "1"), ("LOGS", "2", "0"), ("METRICS", "0", "0")]);
        health.List("requests").Select(total => total.Text("status")).ShouldBe(["STORED"]);
        (health.Text("droppedRecords"), health.Text("pendingBatches"), health.Text("lagSeconds")).ShouldBe(("0", "0", "0"));
        health.Text("journal", "isOn").ShouldBe("False");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        DateOnly.Parse(health.Text("partitionsReadyUntil"), CultureInfo.InvariantCulture).ShouldBeGreaterThan(today);
    }

    [Fact]
    public async Task Subscriptions_ToOneJourneyAndToFindings_BringWhatHappens()
    {
        const string onJourney = """subscription { onJourney(id: "A-20") { status traceCount functions { name } } }""";
        const string onFinding = """subscription { onFinding(kinds: ["dead-letter-growth"]) { kind isOpen queue { destination } } }""";
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Detection:Period", "00:00:00.2"));
        var (shop, _) = await DeclinedOrder.SendAsync(server, "20");
        await using var journeys = Heard.Start(token => server.SubscribeAsync(onJourney, token));
        await using var findings = Heard.Start(token => server.SubscribeAsync(onFinding, token));
        await journeys.UntilAsync(told => told.Contains("\"traceCount\":2", StringComparison.Ordinal));

        (string, object)[] deadLetter =
        [
            ("messaging.system", "rabbitmq"),
            ("messaging.destination.name", "orders-dlq"),
            ("messaging.message.id", "msg-20"),
            ("messaging.operation.type", "process"),
        ];
        await new OtlpRequest(("service.name", "undertaker"))
            .Span(OtlpSamples.NewTrace(), 1, "bury", SpanKind.Consumer, DeclinedOrder.Now, deadLetter, links: (shop, 2))
            .SendAsync(server);

        await journeys.UntilAsync(told =>
            told.Contains("\"traceCount\":3", StringComparison.Ordinal) && told.Contains("undertaker", StringComparison.Ordinal));
        await findings.UntilAsync(told =>
            told.Contains("orders-dlq", StringComparison.Ordinal) && told.Contains("\"isOpen\":true", StringComparison.Ordinal));
    }
}
