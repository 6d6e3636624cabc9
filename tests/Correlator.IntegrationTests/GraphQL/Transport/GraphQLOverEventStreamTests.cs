using System.Net;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.GraphQL.Transport;

public sealed class GraphQLOverEventStreamTests : IDisposable
{
    private readonly HttpClient _client = new();

    [Fact]
    public async Task OfAnIdleSubscription_IsKeptAliveAndEndsWithItsReader()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.EventStreamKeepAlive = TimeSpan.FromMilliseconds(100));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Address}?query=subscription%7Bticks%7D"));
        request.Headers.Add("Accept", "text/event-stream");

        using (var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            var lines = new List<string?>();
            while (!lines.Contains("""data: {"data":{"ticks":0}}""") || lines.TakeLast(6).Any(line => line is not (":" or "")))
            {
                lines.Add(await reader.ReadLineAsync());
            }

            lines[0].ShouldBe(":");
            lines.Count(line => line?.StartsWith("data", StringComparison.Ordinal) == true).ShouldBe(1);
            answer.Headers.CacheControl?.NoCache.ShouldBeTrue();
        }

        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "the stream has ended");
    }

    [Fact]
    public async Task OfAQueryAndOfAnError_CompletesAfterOneAnswer()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var query = await PostAsync(server, """{"query":"{ hello }"}""");
        using var invalid = await PostAsync(server, """{"query":"{"}""");

        (await query.Content.ReadAsStringAsync()).ShouldBe("event: next\ndata: {\"data\":{\"hello\":\"Hello you\"}}\n\nevent: complete\ndata: \n\n");
        invalid.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await invalid.Content.ReadAsStringAsync()).ShouldStartWith("event: next\ndata: {\"errors\":");
    }

    [Theory]
    [InlineData("ticks")]
    [InlineData("flood")]
    public async Task WhenAccessEnds_SaysSoAndCompletes(string field)
    {
        await using var server = await GraphQLServer.StartAsync(options => options.AccessCheckPeriod = TimeSpan.FromMilliseconds(50));
        using var request = server.Post($$"""{"query":"subscription { {{field}} }"}""");
        request.Headers.Add("Accept", "text/event-stream");
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(":");

        server.Gauge.MayStay = false;

        const string ended = """{"errors":[{"message":"Access has ended.","extensions":{"code":"UNAUTHENTICATED"}}]}""";
        (await reader.ReadToEndAsync()).ShouldEndWith($"event: next\ndata: {ended}\n\nevent: complete\ndata: \n\n");
        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "the stream has ended");
    }

    [Fact]
    public async Task WhenTheServerStops_EndsWithoutComplete()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var request = server.Post("""{"query":"subscription { ticks }"}""");
        request.Headers.Add("Accept", "text/event-stream");
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(":");

        await server.StopAsync();

        await Should.ThrowAsync<IOException>(async () => (await reader.ReadToEndAsync()).ShouldNotContain("complete"));
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(GraphQLServer server, string body)
    {
        using var request = server.Post(body);
        request.Headers.Add("Accept", "text/event-stream");
        return await _client.SendAsync(request);
    }
}
