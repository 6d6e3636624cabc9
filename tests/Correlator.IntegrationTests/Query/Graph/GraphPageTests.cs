using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.IntegrationTests.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Query.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>Pages of journeys: how they are walked, and what they cost.</summary>
public sealed class GraphPageTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Journeys_WalkedByCursorsBothWays_AreTheSame()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.AddJourneysAsync(Enumerable.Range(1, 25)
            .Select(number => StoredJourneys.Journey(number, StoredJourneys.Noon.AddMinutes(-(number / 6)))));

        var forward = new List<string>();
        for (string? after = null, more = "True"; more == "True";)
        {
            const string document =
                """
                query($after: String) {
                  journeys(first: 4, after: $after) {
                    edges { cursor node { journeyId } }
                    pageInfo { hasNextPage endCursor }
                  }
                }
                """;
            var page = (await server.AskAsync(document, new { after })).At("journeys");
            forward.AddRange(page.List("edges").Select(edge => edge.Text("node", "journeyId")));
            (after, more) = (page.Text("pageInfo", "endCursor"), page.Text("pageInfo", "hasNextPage"));
        }

        var backward = new List<string>();
        for (string? before = null, more = "True"; more == "True";)
        {
            const string document =
                """
                query($before: String) {
                  journeys(last: 7, before: $before) {
                    nodes { journeyId }
                    pageInfo { hasPreviousPage startCursor }
                  }
                }
                """;
            var page = (await server.AskAsync(document, new { before })).At("journeys");
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
        await AddJourneysAsync(server);
        const string page =
            """
            query($first: Int) {
              journeys(first: $first) {
                nodes {
                  functions { name numbers { invocations } }
                  queues { destination }
                  keys { value }
                  invocations(first: 5) { outcome }
                  messages(first: 3) {
                    messageId
                    queue { destination }
                    publisher { name }
                    attempts(first: 2) { number function { name } invocation { isCold } }
                  }
                }
              }
            }
            """;

        var few = await StatementsAsync(server, page, 5);
        var many = await StatementsAsync(server, page, 100);

        few.Count.ShouldBeInRange(8, 12);
        many.ShouldBe(few);
    }

    /// <summary>120 journeys of 20 functions and 5 queues, each with three messages of two attempts.</summary>
    private static async Task AddJourneysAsync(CorrelatorServer server)
    {
        await server.ExecuteAsync(
            """
            INSERT INTO function (tenant_id, environment, service, name, first_seen)
            SELECT 1, '', 'shop', 'f' || n, now() FROM generate_series(1, 20) AS n;
            INSERT INTO queue (tenant_id, system, destination, is_dead_letter, first_seen)
            SELECT 1, 'kafka', 'q' || n, false, now() FROM generate_series(1, 5) AS n
            """);
        await server.AddJourneysAsync(Enumerable.Range(1, 120).Select(number => StoredJourneys.Journey(
            number,
            StoredJourneys.Noon.AddSeconds(-number),
            functions: [(number % 20) + 1],
            queues: [(number % 5) + 1])));
        await server.ExecuteAsync(
            """
            INSERT INTO message (
              started_on, journey_id, message_key, tenant_id, queue_id, message_id, state, published_at, publisher_function_id, attempts)
            SELECT
              j.started_on, j.journey_id, md5(j.journey_id::text || n)::uuid, 1, j.queues[1], 'm' || n, 2, j.started_at, j.functions[1], 2
            FROM journey j, generate_series(1, 3) AS n;
            INSERT INTO attempt (
              started_on, journey_id, message_key, number, tenant_id, queue_id, function_id,
              started_at, ended_at, skew_us, outcome, error_signature)
            SELECT
              m.started_on, m.journey_id, m.message_key, n, 1, m.queue_id, m.publisher_function_id,
              m.published_at, m.published_at, 0, 0, ''
            FROM message m, generate_series(1, 2) AS n
            """);
    }

    /// <summary>What Npgsql tells of within one run of a document.</summary>
    private static async Task<IReadOnlyList<string>> StatementsAsync(CorrelatorServer server, string document, int first)
    {
        using var run = new Activity("run").Start();
        var statements = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == run.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == run.TraceId && activity.GetTagItem("db.query.text") is string text)
                {
                    statements.Add(text);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var executor = server.Services.GetRequiredService<GraphQLExecutor>();
        var request = new GraphQLRequest(document, Variables: JsonSerializer.SerializeToElement(new { first }));
        var result = (QueryResult)await executor.ExecuteAsync(request, server.Services, new RequestState().With(new Caller(1)));

        result.Errors.ShouldBeEmpty();
        return [.. statements.GroupBy(text => text).Select(same => $"{same.Count()} x {same.Key}").Order(StringComparer.Ordinal)];
    }
}
