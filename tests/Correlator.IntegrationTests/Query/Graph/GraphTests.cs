using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.IntegrationTests.Correlation;
using Correlator.IntegrationTests.Query.Live;
using Correlator.IntegrationTests.Support;
using Correlator.Query.Graph;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>The schema on real data, through the real door.</summary>
public sealed class GraphTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    private const string WholeJourney = """
        query($id: ID!) { journey(id: $id) {
          id journeyId status startedAt durationMicros traceCount messageCount attemptCount errorCount coldStartCount
          rootFunction { name service } functions { name } queues { destination system isDeadLetter }
          keys { name value joins }
          messages { messageId state attemptCount dwellMicros queue { destination } publisher { name } publisherSpanId
            attempts { number outcome error dwellMicros function { name } spanId trace { traceId } invocation { durationMicros isCold function { name } } } }
          invocations { outcome error isCold function { name } trace { traceId } journey { journeyId } }
          traces { isShared trace { traceId spans { name kind status spanId parentSpanId function { name } attributes { key value text } links { trace { traceId } spanId } }
            logs { body severity at spanId function { name } } } }
        } }
        """;

    [Fact]
    public async Task Journey_ByAnyOfItsIds_IsToldWhole()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var (shop, bill) = await SendAsync(server, "17");

        foreach (var typed in new[] { "corr-17", "A-17", "msg-17", shop.ToString(), bill.ToString() })
        {
            var journey = (await server.AskAsync(WholeJourney, new { id = typed })).At("journey");

            journey.Text("status").ShouldBe("IN_FLIGHT", typed);
            journey.Text("journeyId").ShouldBe(new[] { shop.ToString(), bill.ToString() }.Min(StringComparer.Ordinal));
            (journey.Text("traceCount"), journey.Text("messageCount"), journey.Text("errorCount")).ShouldBe(("2", "1", "1"));
            journey.Text("rootFunction", "name").ShouldBe("shop");
            journey.List("functions").Select(function => function.Text("name")).ShouldBe(["shop", "bill"], ignoreOrder: true);
            journey.Text("queues", "0", "destination").ShouldBe("orders");
            journey.List("keys").Select(key => (key.Text("name"), key.Text("value"), key.Text("joins"))).ShouldBe([("correlation", "corr-17", "True"), ("order", "A-17", "False")]);
            var message = journey.List("messages").ShouldHaveSingleItem();
            (message.Text("messageId"), message.Text("state"), message.Text("dwellMicros"), message.Text("publisher", "name"), message.Text("publisherSpanId")).ShouldBe(("msg-17", "FAILING", "498000", "shop", "0000000000000002"));
            var attempt = message.List("attempts").ShouldHaveSingleItem();
            (attempt.Text("number"), attempt.Text("outcome"), attempt.Text("error"), attempt.Text("function", "name"), attempt.Text("trace", "traceId")).ShouldBe(("1", "ERROR", "card declined", "bill", bill.ToString()));
            attempt.Text("invocation", "function", "name").ShouldBe("bill");
            journey.List("invocations").Select(invocation => (invocation.Text("function", "name"), invocation.Text("outcome"), invocation.Text("journey", "journeyId")))
                .ShouldBe([("shop", "OK", journey.Text("journeyId")), ("bill", "ERROR", journey.Text("journeyId"))]);
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
        await SendAsync(server, "18");
        await server.ExecuteAsync(
            "INSERT INTO finding (finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, updated_at, calm, summary, numbers, journeys) SELECT gen_random_uuid(), 1, 'retry-storm', 'queue', queue_id::text, 2, now(), now(), 0, 'Much.', '{\"attempts\": 5}', (SELECT array_agg(journey_id) FROM journey) FROM queue");
        var all = await server.AskAsync(
            """
            { journeys(where: {functions: ["shop"], key: {name: "order_id", value: "A-18"}}) { nodes { id traces { trace { id } } messages { id } } }
              invocations { nodes { id } }
              functions { nodes { id name numbers { invocations errors coldStarts p50Micros p99Micros } } }
              queues { nodes { id destination numbers { published failed } } }
              findings(where: {isOpen: true}) { nodes { id severity isOpen numbers queue { destination } function { name } journeys { journeyId } } } }
            """);
        (string Path, string Type)[] nodes = [("journeys", "Journey"), ("functions", "Function"), ("queues", "Queue"), ("findings", "Finding"), ("invocations", "Invocation")];
        var ids = nodes.Select(node => (Id: all.Text(node.Path, "nodes", "0", "id"), node.Type))
            .Append((Id: all.Text("journeys", "nodes", "0", "messages", "0", "id"), Type: "Message")).Append((Id: all.Text("journeys", "nodes", "0", "traces", "0", "trace", "id"), Type: "Trace"));

        foreach (var (id, type) in ids)
        {
            (await server.AskAsync("query($id: ID!) { node(id: $id) { id __typename } }", new { id })).Text("node").ShouldBe($$"""{"id":"{{id}}","__typename":"{{type}}"}""");
        }

        var trace = all.Text("journeys", "nodes", "0", "traces", "0", "trace", "id");
        (await server.AskAsync("query($id: ID!) { node(id: $id) { ... on Trace { spans { name } } } }", new { id = trace })).List("node", "spans").ShouldNotBeEmpty();
        var shop = all.List("functions", "nodes").Single(function => function.Text("name") == "shop");
        (shop.Text("numbers", "invocations"), shop.Text("numbers", "errors")).ShouldBe(("1", "0"));
        shop.At("numbers", "p99Micros").GetDouble().ShouldBeInRange(8192, 16384);
        var finding = all.List("findings", "nodes").Single(finding => finding.Text("numbers", "attempts") == "5");
        (finding.Text("severity"), finding.Text("queue", "destination"), finding.At("function").ValueKind).ShouldBe(("WARNING", "orders", JsonValueKind.Null));
        finding.List("journeys").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Node_OfAnUnknownIdAndOfNone_IsNullAndAnError()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var unknown = Guid.NewGuid();

        foreach (var id in new[] { $"Journey:{unknown}", $"Trace:{unknown}", $"Message:{unknown}", $"Finding:{unknown}", $"Invocation:{unknown:n}-0190163d8694739b", "Function:1000000", "Queue:1000000" })
        {
            (await AnswerAsync(id)).GetRawText().ShouldBe("""{"data":{"node":null}}""", id);
        }

        foreach (var id in new[] { $"Invocation:{unknown:n}", "Message:1", "Resource:1", "Journey" })
        {
            (await AnswerAsync(id)).Text("errors", "0", "message").ShouldStartWith("The id \"", customMessage: id);
        }

        Task<JsonElement> AnswerAsync(string id) => server.AnswerAsync("query($id: ID!) { node(id: $id) { id } }", new { id = Convert.ToBase64String(Encoding.UTF8.GetBytes(id)) });
    }

    [Fact]
    public async Task Trace_OfAnUnknownIdAndOfNone_IsNullAndAnError()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);

        (await server.AskAsync("query($id: ID!) { trace(id: $id) { traceId } }", new { id = OtlpSamples.NewTrace().ToString() })).At("trace").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.AnswerAsync("""{ trace(id: "abc") { traceId } }""")).Text("errors", "0", "message").ShouldContain("no trace id");
        (await server.AnswerAsync("""{ journeys(after: "abc") { nodes { id } } }""")).Text("errors", "0", "message").ShouldContain("cursor");
    }

    [Fact]
    public async Task Journeys_WalkedByCursorsBothWays_AreTheSame()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.AddJourneysAsync(Enumerable.Range(1, 25).Select(number => StoredJourneys.Journey(number, StoredJourneys.Noon.AddMinutes(-(number / 6)))));
        var (forward, backward) = (new List<string>(), new List<string>());
        for (string? after = null, more = "True"; more == "True";)
        {
            var page = (await server.AskAsync("query($after: String) { journeys(first: 4, after: $after) { edges { cursor node { journeyId } } pageInfo { hasNextPage endCursor } } }", new { after })).At("journeys");
            forward.AddRange(page.List("edges").Select(edge => edge.Text("node", "journeyId")));
            (after, more) = (page.Text("pageInfo", "endCursor"), page.Text("pageInfo", "hasNextPage"));
        }

        for (string? before = null, more = "True"; more == "True";)
        {
            var page = (await server.AskAsync("query($before: String) { journeys(last: 7, before: $before) { nodes { journeyId } pageInfo { hasPreviousPage startCursor } } }", new { before })).At("journeys");
            backward.InsertRange(0, page.List("nodes").Select(node => node.Text("journeyId")));
            (before, more) = (page.Text("pageInfo", "startCursor"), page.Text("pageInfo", "hasPreviousPage"));
        }

        forward.Distinct().Count().ShouldBe(25);
        backward.ShouldBe(forward);
    }

    /// <summary>However many journeys are on the page, each kind of thing on it is read by one statement.</summary>
    [Fact]
    public async Task Journeys_PageOfAHundredWithFunctionsAndMessages_TakesAsManyStatementsAsAPageOfFive()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync("INSERT INTO function (tenant_id, environment, service, name, first_seen) SELECT 1, '', 'shop', 'f' || n, now() FROM generate_series(1, 20) AS n; INSERT INTO queue (tenant_id, system, destination, is_dead_letter, first_seen) SELECT 1, 'kafka', 'q' || n, false, now() FROM generate_series(1, 5) AS n");
        await server.AddJourneysAsync(Enumerable.Range(1, 120).Select(number => StoredJourneys.Journey(number, StoredJourneys.Noon.AddSeconds(-number), functions: [(number % 20) + 1], queues: [(number % 5) + 1])));
        await server.ExecuteAsync(
            """
            INSERT INTO message (started_on, journey_id, message_key, tenant_id, queue_id, message_id, state, published_at, publisher_function_id, attempts)
            SELECT j.started_on, j.journey_id, md5(j.journey_id::text || n)::uuid, 1, j.queues[1], 'm' || n, 2, j.started_at, j.functions[1], 2 FROM journey j, generate_series(1, 3) AS n;
            INSERT INTO attempt (started_on, journey_id, message_key, number, tenant_id, queue_id, function_id, started_at, ended_at, skew_us, outcome, error_signature)
            SELECT m.started_on, m.journey_id, m.message_key, n, 1, m.queue_id, m.publisher_function_id, m.published_at, m.published_at, 0, 0, '' FROM message m, generate_series(1, 2) AS n
            """);
        const string Page = """
            query($first: Int) { journeys(first: $first) { nodes {
              functions { name numbers { invocations } } queues { destination } keys { value } invocations(first: 5) { outcome }
              messages(first: 3) { messageId queue { destination } publisher { name } attempts(first: 2) { number function { name } invocation { isCold } } } } } }
            """;

        var few = await StatementsAsync(server, Page, 5);
        var many = await StatementsAsync(server, Page, 100);

        few.Count.ShouldBeInRange(8, 12);
        many.ShouldBe(few);
    }

    [Fact]
    public async Task IngestHealth_AfterGoodAndBadRequests_CountsThem()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await SendAsync(server, "19");
        using var client = new HttpClient();
        using var half = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(OtlpSamples.HalfValidJson(OtlpSamples.NewTrace())));
        half.Headers.ContentType = new("application/json");
        (await client.PostAsync(new Uri(server.Http, "/v1/traces"), half)).EnsureSuccessStatusCode();
        await server.CorrelatedAsync();

        var health = (await server.AskAsync("{ ingestHealth { records { signal accepted duplicates rejected } requests { status count } droppedRecords pendingBatches lagSeconds journal { isOn requests } partitionsReadyUntil } }")).At("ingestHealth");

        health.List("records").Select(signal => (signal.Text("signal"), signal.Text("accepted"), signal.Text("rejected"))).ShouldBe([("TRACES", "4", "1"), ("LOGS", "2", "0"), ("METRICS", "0", "0")]);
        health.List("requests").Select(total => total.Text("status")).ShouldBe(["STORED"]);
        (health.Text("droppedRecords"), health.Text("pendingBatches"), health.Text("lagSeconds"), health.Text("journal", "isOn")).ShouldBe(("0", "0", "0", "False"));
        DateOnly.Parse(health.Text("partitionsReadyUntil"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
    }

    [Fact]
    public async Task Subscriptions_ToOneJourneyAndToFindings_BringWhatHappens()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Detection:Period", "00:00:00.2"));
        var (shop, _) = await SendAsync(server, "20");
        await using var journeys = Heard.Start(token => server.SubscribeAsync("""subscription { onJourney(id: "A-20") { status traceCount functions { name } } }""", token));
        await using var findings = Heard.Start(token => server.SubscribeAsync("subscription { onFinding(kinds: [\"dead-letter-growth\"]) { kind isOpen queue { destination } } }", token));
        await journeys.UntilAsync(told => told.Contains("\"traceCount\":2", StringComparison.Ordinal));

        (string, object)[] queue = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders-dlq"), ("messaging.message.id", "msg-20"), ("messaging.operation.type", "process")];
        await new OtlpRequest(("service.name", "undertaker")).Span(OtlpSamples.NewTrace(), 1, "bury", SpanKind.Consumer, Now, queue, links: (shop, 2)).SendAsync(server);

        await journeys.UntilAsync(told => told.Contains("\"traceCount\":3", StringComparison.Ordinal) && told.Contains("undertaker", StringComparison.Ordinal));
        await findings.UntilAsync(told => told.Contains("orders-dlq", StringComparison.Ordinal) && told.Contains("\"isOpen\":true", StringComparison.Ordinal));
    }

    /// <summary>An order that was taken, and is not paid: its card is declined.</summary>
    private static async Task<(TraceId Shop, TraceId Bill)> SendAsync(CorrelatorServer server, string number)
    {
        var (shop, bill) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (string, object)[] queue = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.message.id", $"msg-{number}")];
        await new OtlpRequest(("service.name", "shop")).Span(shop, 1, "POST /orders", SpanKind.Server, Now, [("correlation_id", $"corr-{number}"), ("order.id", $"A-{number}")])
            .Span(shop, 2, "orders send", SpanKind.Producer, Now.AddMilliseconds(2), queue, parent: 1)
            .Log("order taken", Now.AddMilliseconds(3), shop, span: 1).SendAsync(server);
        await new OtlpRequest(("service.name", "bill"), ("faas.instance", "i-1"))
            .Span(bill, 1, "orders process", SpanKind.Consumer, Now.AddMilliseconds(500), queue, error: "card declined", links: (shop, 2))
            .Log("declined", Now.AddMilliseconds(505), bill, severity: 17, span: 1).SendAsync(server);
        await server.JourneyAsync($"corr-{number}", seen => seen.Traces.Count == 2);
        await server.CorrelatedAsync();
        return (shop, bill);
    }

    /// <summary>What Npgsql tells of within one run of a document.</summary>
    private static async Task<IReadOnlyList<string>> StatementsAsync(CorrelatorServer server, string document, int first)
    {
        using var run = new Activity("run").Start();
        var statements = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == run.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == run.TraceId && activity.GetTagItem("db.query.text") is string text)
                {
                    statements.Add(text);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var request = new GraphQLRequest(document, Variables: JsonSerializer.SerializeToElement(new { first }));
        var result = (QueryResult)await server.Services.GetRequiredService<GraphQLExecutor>().ExecuteAsync(request, server.Services, new RequestState().With(new Caller(1)));
        result.Errors.ShouldBeEmpty();
        return [.. statements.GroupBy(text => text).Select(same => $"{same.Count()} x {same.Key}").Order(StringComparer.Ordinal)];
    }
}
