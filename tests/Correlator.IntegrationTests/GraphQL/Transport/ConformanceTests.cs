using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.GraphQL.Transport;

/// <summary>The public audits and clients.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task Http_Audits_AllPass()
    {
        await using var server = await GraphQLServer.StartAsync();

        var result = await NodeClients.RunAsync("graphql-audits.js", server.Address);

        result.GetProperty("failed").EnumerateArray().Select(failed => failed.GetString()).ShouldBeEmpty();
        result.GetProperty("count").GetInt32().ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task Clients_OfWebSocketAndEventStream_WorkAgainstIt()
    {
        await using var server = await GraphQLServer.StartAsync();

        var result = await NodeClients.RunAsync("graphql-clients.js", server.Address);

        foreach (var way in new[] { "ws", "sse" })
        {
            string Received(string operation) => result.GetProperty(way).GetProperty(operation).GetRawText();
            Received("query").ShouldBe("""[{"data":{"hello":"Hello x"}}]""", way);
            Received("mutation").ShouldBe("""[{"data":{"add":3}}]""", way);
            Received("subscription").ShouldBe("""[{"data":{"count":1}},{"data":{"count":2}},{"data":{"count":3}}]""", way);
            Received("early").ShouldBe("""[{"data":{"ticks":0}}]""", way);
            Received("again").ShouldBe("""[{"data":{"ticks":0}}]""", way);
            Received("invalid").ShouldContain("Cannot query field", Case.Sensitive, way);
            Received("failing").ShouldContain("\"refused\":null", Case.Sensitive, way);
            Received("breaking").ShouldStartWith("""[{"data":{"breaks":1}},""", Case.Sensitive, way);
            Received("breaking").ShouldContain("broke off", Case.Sensitive, way);
            Received("user").ShouldBe("""[{"data":{"user":"me"}}]""", way);
            result.GetProperty(way).GetProperty("together").EnumerateArray().Select(answers => answers.GetArrayLength()).ShouldBe([1, 2, 3], way);
        }

        result.GetProperty("refused").GetRawText().ShouldContain("4403 Forbidden");
        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "every stream has ended");
    }
}
