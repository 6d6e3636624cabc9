using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.IntegrationTests.GraphQL.Transport;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>Where tokens are required: who may ask, and of whom he is told.</summary>
[Collection(TimedTests.Name)]
public sealed class GraphAccessTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);
    private static readonly (string, string) Required = ("Correlator:Auth:Required", "true");

    [Fact]
    public async Task Ask_WithoutTokenOrWithoutScope_IsRefused()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        const string Document = "{ functions { nodes { name } } }";

        (await server.AnswerAsync(Document)).Text("errors", "0", "extensions", "code").ShouldBe("UNAUTHENTICATED");
        var ingest = await Tokens.CreateAsync(server, TokenScopes.Ingest);
        (await server.AnswerAsync(Document, token: ingest)).Text("errors", "0", "extensions", "code").ShouldBe("FORBIDDEN");
        (await server.AskAsync(Document, token: await Tokens.CreateAsync(server, TokenScopes.Operate))).List("functions", "nodes").ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_ForWhatAnotherTenantSent_FindsNothing()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var shop = await Tokens.CreateTenantAsync(server, "shop");
        var sender = await Tokens.CreateAsync(server, TokenScopes.Ingest);
        var owner = await Tokens.CreateAsync(server, TokenScopes.Read);
        var stranger = await Tokens.CreateAsync(server, TokenScopes.Read, shop);
        var trace = OtlpSamples.NewTrace();
        (string, object)[] queue = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.message.id", "msg-1")];
        await new OtlpRequest(("service.name", "checkout")).Span(trace, 1, "POST /orders", SpanKind.Server, Now, [("order.id", "A-1")])
            .Span(trace, 2, "send", SpanKind.Producer, Now, queue, parent: 1).Log("taken", Now, trace, span: 1).SendAsync(server, sender);
        await server.JourneyAsync("A-1", _ => true);
        await server.CorrelatedAsync();
        await server.AddFindingsAsync();
        const string Lists =
            """
            {
              journeys { nodes { id messages { id } traces { trace { id } } } }
              functions { nodes { id } }
              queues { nodes { id } }
              invocations { nodes { id } }
              findings { nodes { id } }
            }
            """;
        var seen = await server.AskAsync(Lists, token: owner);
        string[] fields = ["journeys", "functions", "queues", "invocations", "findings"];

        fields.ShouldAllBe(field => seen.List(field, "nodes").Any());
        var hidden = await server.AskAsync(Lists, token: stranger);
        fields.ShouldAllBe(field => !hidden.List(field, "nodes").Any());
        var journey = seen.At("journeys", "nodes", "0");
        string[] ids =
        [
            .. fields.Select(field => seen.Text(field, "nodes", "0", "id")),
            journey.Text("messages", "0", "id"),
            journey.Text("traces", "0", "trace", "id"),
        ];
        foreach (var id in ids)
        {
            (await server.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id }, owner)).At("node").ValueKind.ShouldBe(JsonValueKind.Object);
            (await server.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id }, stranger)).At("node").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        foreach (var id in new[] { "A-1", "msg-1", trace.ToString() })
        {
            (await server.AskAsync("query($id: ID!) { journey(id: $id) { id } }", new { id }, owner)).At("journey").ValueKind.ShouldBe(JsonValueKind.Object);
            (await server.AskAsync("query($id: ID!) { journey(id: $id) { id } }", new { id }, stranger)).At("journey").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        const string Trace = "query($id: ID!) { trace(id: $id) { spans { name } logs { body } } }";
        (await server.AskAsync(Trace, new { id = trace.ToString() }, owner)).List("trace", "spans").Count().ShouldBe(2);
        (await server.AskAsync(Trace, new { id = trace.ToString() }, stranger)).At("trace").ValueKind.ShouldBe(JsonValueKind.Null);

        var health = await server.AskAsync("{ ingestHealth { records { accepted } } }", token: stranger);
        health.List("ingestHealth", "records").ShouldAllBe(signal => signal.Text("accepted") == "0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Socket_WithTokenInItsFirstMessage_IsLetInByIt(bool isShown)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Web, "/graphql")) { Scheme = "ws" }.Uri, patience.Token);
        var payload = isShown ? $$"""{"Authorization": "Bearer {{await Tokens.CreateAsync(server, TokenScopes.Read)}}"}""" : "{}";

        await SendAsync(socket, $$"""{"type": "connection_init", "payload": {{payload}}}""", patience.Token);

        if (!isShown)
        {
            (await ReceiveAsync(socket, patience.Token)).ShouldStartWith("4403");
            return;
        }

        (await ReceiveAsync(socket, patience.Token)).ShouldContain("connection_ack");
        await SendAsync(socket, """{"type": "subscribe", "id": "1", "payload": {"query": "{ functions { nodes { name } } }"}}""", patience.Token);
        (await ReceiveAsync(socket, patience.Token)).ShouldContain("\"functions\":{\"nodes\":[]}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Subscriptions_TokenIsRevokedOrExpires_EndWithinFiveSeconds(bool isRevoked)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var time = TimeProvider.System;
        DateTimeOffset? expiry = isRevoked ? null : time.GetUtcNow().AddSeconds(6);
        var token = await Tokens.CreateAsync(server, TokenScopes.Read, expiresAt: expiry);
        var clients = NodeClients.RunAsync("graphql-access.js", new Uri(server.Web, "/graphql"), token, "subscription { onFinding { kind } }");
        var executor = server.Services.GetRequiredService<GraphQLExecutor>();
        await Eventually.TrueAsync(() => Task.FromResult(executor.Subscriptions == 3), "three that subscribed");

        if (isRevoked)
        {
            (await server.Services.GetRequiredService<TokenStore>().RevokeAsync(TokenText.Prefix(token), CancellationToken.None)).ShouldHaveSingleItem();
        }

        var since = expiry ?? time.GetUtcNow();
        var endings = await clients;
        (time.GetUtcNow() - since).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        endings.GetRawText().ShouldBe("""{"shownLate":"4403 Forbidden","shownInHeader":"4403 Forbidden","events":"UNAUTHENTICATED"}""");
        await Eventually.TrueAsync(() => Task.FromResult(executor.Subscriptions == 0), "nobody is subscribed any more");
    }

    private static Task SendAsync(ClientWebSocket socket, string message, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, cancellationToken);

    /// <summary>A message, or the code of the closing.</summary>
    private static async Task<string> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, cancellationToken);
        return received.MessageType == WebSocketMessageType.Close ? $"{(int?)received.CloseStatus}" : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
