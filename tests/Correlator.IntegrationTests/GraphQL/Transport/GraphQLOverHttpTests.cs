using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Correlator.IntegrationTests.GraphQL.Transport;

public sealed class GraphQLOverHttpTests : IDisposable
{
    private const string Response = "application/graphql-response+json";
    private readonly HttpClient _client = new();

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData(Response, Response)]
    [InlineData($"{Response}, application/json", Response)]
    [InlineData($"{Response};q=0.5, application/json", "application/json")]
    [InlineData($"{Response}, application/json, text/event-stream, multipart/mixed", Response)]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("text/html, */*;q=0.8", "application/json")]
    public async Task Post_Accept_DecidesTheFormat(string accept, string format)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var answer = await PostAsync(server, """{"query":"{ hello }"}""", accept);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue(format, "utf-8"));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("""{"data":{"hello":"Hello you"}}""");
    }

    [Theory]
    [InlineData("""{"query":"{"}""", 400, 200)]
    [InlineData("""{"query":"{ nothing }"}""", 400, 200)]
    [InlineData("""{"query":"query Q($a: Int!) { hello }"}""", 400, 200)]
    [InlineData("""{"query":"query Q($a: String!) { hello(name: $a) }","variables":{"a":null}}""", 400, 200)]
    [InlineData("""{"query":"query A { hello } query B { hello }"}""", 400, 200)]
    [InlineData("""{"documentId":"unknown"}""", 400, 200)]
    [InlineData("""{"query":"{ refused }"}""", 200, 200)]
    [InlineData("""{"query":"subscription { ticks }"}""", 400, 400)]
    [InlineData("""{"query":"{ hello }","variables":[]}""", 400, 400)]
    [InlineData("""{"query":"{ hello }","operationName":1}""", 400, 400)]
    [InlineData("""{"query":"\ud800"}""", 400, 400)]
    [InlineData("[]", 400, 400)]
    [InlineData("[{\"query\":\"{ hello }\"}]", 400, 400)]
    [InlineData("1", 400, 400)]
    [InlineData("{", 400, 400)]
    [InlineData("", 400, 400)]
    [InlineData("{}", 400, 400)]
    public async Task Post_Request_HasTheStatusOfItsFormat(string body, int ofResponse, int ofJson)
    {
        await using var server = await GraphQLServer.StartAsync();

        foreach (var (accept, status) in new[] { (Response, ofResponse), ("application/json", ofJson) })
        {
            using var answer = await PostAsync(server, body, accept);
            ((int)answer.StatusCode).ShouldBe(status, accept);
            answer.Content.Headers.ContentType?.MediaType.ShouldBe(accept);
            (await answer.Content.ReadAsStringAsync()).ShouldStartWith("""{"errors":[{"message":""");
        }
    }

    [Fact]
    public async Task Post_HalfCharacterInVariables_IsTold()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var answer = await PostAsync(server, """{"query":"query Q($a: String!) { hello(name: $a) }","variables":{"a":"\ud800"}}""", Response);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"UTF-8\"", 200)]
    [InlineData("application/graphql-response+json", 415)]
    public async Task Post_ContentType_IsHeldTo(string type, int status)
    {
        await using var server = await GraphQLServer.StartAsync();
        using var content = new ByteArrayContent("""{"query":"{ hello }"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();

        using var answer = await _client.PostAsync(server.Address, content);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_LongBody_IsRefused(bool isChunked)
    {
        await using var server = await GraphQLServer.StartAsync(options => options.MaxRequestBytes = 1000);
        using var request = server.Post($$"""{"query":"{{{new string(' ', 1000)}}}"}""");
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await _client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Post_Unacceptable_Is406()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var answer = await PostAsync(server, """{"query":"{ hello }"}""", "image/png");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task Post_List_RunsWhereItIsAllowed()
    {
        await using var server = await GraphQLServer.StartAsync(options => (options.EnableBatching, options.MaxBatchSize) = (true, 2));
        const string One = """{"query":"{ hello }"}""";

        using var two = await PostAsync(server, $"[{One},{{\"query\":\"{{ nothing }}\"}}]", Response);
        using var three = await PostAsync(server, $"[{One},{One},{One}]", Response);

        (await two.Content.ReadAsStringAsync()).ShouldStartWith("""[{"data":{"hello":"Hello you"}},{"errors":[""");
        three.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Post_DocumentId_RunsTheStoredDocument()
    {
        await using var server = await GraphQLServer.StartAsync(limits: options =>
        {
            options.FindDocument = (id, _) => ValueTask.FromResult(id == "known" ? "query Q($name: String!) { hello(name: $name) }" : null);
            options.StoredDocumentsOnly = true;
        });

        using var stored = await PostAsync(server, """{"documentId":"known","variables":{"name":"x"}}""", Response);
        using var got = await _client.GetAsync(new Uri($"{server.Address}?documentId=known&variables=%7B%22name%22%3A%22y%22%7D"));
        using var own = await PostAsync(server, """{"query":"{ hello }"}""", Response);

        (await stored.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"Hello x"}}""");
        (await got.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"Hello y"}}""");
        own.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Post_ErrorNotMeantForCallers_IsMaskedUnderAnId()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var answer = await PostAsync(server, """{"query":"{ broken }"}""", Response);

        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldNotContain("secret");
        var id = JsonElement.Parse(text).GetProperty("errors")[0].GetProperty("extensions").GetProperty("id").GetString();
        server.Log.Lines.ShouldContain($"Error GraphQL error {id} at broken. secret");
    }

    [Theory]
    [InlineData("query=%7B+hello+%7D", 200)]
    [InlineData("query=query%28%24a%3AString%21%29%7Bhello%28name%3A%24a%29%7D&variables=%7B%22a%22%3A%22x%22%7D", 200)]
    [InlineData("query=mutation%7Badd%28one%3A1%2Cother%3A2%29%7D", 405)]
    [InlineData("query=subscription%7Bticks%7D", 405)]
    [InlineData("query=%7B+hello+%7D&variables=1", 400)]
    [InlineData("query=%7B+hello+%7D&variables=%7B", 400)]
    [InlineData("query=%7B+hello+%7D&query=%7B+hello+%7D", 400)]
    [InlineData("", 400)]
    public async Task Get_Parameters_AreHeldTo(string query, int status)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var answer = await _client.GetAsync(new Uri($"{server.Address}?{query}"));

        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 405)
        {
            answer.Content.Headers.Allow.ShouldBe(["POST"]);
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "https://friend.example", 200)]
    [InlineData("Origin", "null", 403)]
    public async Task Get_OfAPageOfAnotherOrigin_IsRefused(string header, string value, int status)
    {
        await using var server = await GraphQLServer.StartAsync(options => options.AllowedOrigins.Add("https://friend.example"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Address}?query=%7Bhello%7D"));
        request.Headers.Add(header, value);

        using var answer = await _client.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("correlator.localhost:8080", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("allowed.example", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:8080", 421)]
    [InlineData("localhost.evil.example", 421)]
    public async Task Host_OfALoopbackServer_MustBeItsOwn(string host, int status)
    {
        await using var server = await GraphQLServer.StartAsync(options => options.AllowedHosts.Add("allowed.example"));
        using var request = server.Post("""{"query":"{ hello }"}""");
        request.Headers.Host = host;

        using var answer = await _client.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Metrics_OfRequests_AreCountedByOutcome()
    {
        await using var server = await GraphQLServer.StartAsync();
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "graphql.server.request.duration")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Enqueue(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();

        (await PostAsync(server, """{"query":"{ hello }"}""", Response)).Dispose();
        (await PostAsync(server, """{"query":"{ refused }"}""", Response)).Dispose();
        (await PostAsync(server, """{"query":"{"}""", Response)).Dispose();

        foreach (var expected in new[] { "ok http", "errors http", "syntax http" })
        {
            measured.ShouldContain(expected);
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task OtherMethods_AreRefused(string method)
    {
        await using var server = await GraphQLServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Address);

        using var answer = await _client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public async Task Get_OfABrowser_GivesGraphiQLWithItsFilesFromHere()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        using var answer = await _client.SendAsync(request);

        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'self'");
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldNotContain("//");
        foreach (var file in new[] { "react.js", "react-dom.js", "graphql-ws.js", "graphiql.js", "graphiql.css", "start.js", "start.css" })
        {
            page.ShouldContain($"\"/graphql/graphiql/{file}\"");
            using var asset = await _client.GetAsync(new Uri($"{server.Address}/graphiql/{file}"));
            asset.StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }

        using var missing = await _client.GetAsync(new Uri($"{server.Address}/graphiql/page.html"));
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(GraphQLServer server, string body, string accept)
    {
        using var request = server.Post(body);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _client.SendAsync(request);
    }
}
