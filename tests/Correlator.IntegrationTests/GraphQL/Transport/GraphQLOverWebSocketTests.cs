using System.Net.WebSockets;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.GraphQL.Transport;

public sealed class GraphQLOverWebSocketTests
{
    [Theory]
    [InlineData("{", "4400 The message is no JSON")]
    [InlineData("[]", "4400 The message has no type")]
    [InlineData("""{"type":1}""", "4400 The message has no type")]
    [InlineData("""{"type":"hello"}""", "4400 The message is of no known type")]
    [InlineData("""{"type":"connection_init","payload":1}""", "4400 The payload is no object")]
    [InlineData("""{"type":"ping","payload":"x"}""", "4400 The payload is no object")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""", "4400 A subscription has an id and a payload")]
    [InlineData("""{"type":"subscribe","id":"1"}""", "4400 A subscription has an id and a payload")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}""", "4401 Unauthorized")]
    public async Task Message_WrongOrTooEarly_ClosesWithItsCode(string message, string close)
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.ConnectAsync(server);

        await client.SendAsync(message);

        (await client.ReceiveAsync()).ShouldBe(close);
    }

    [Fact]
    public async Task Message_Binary_Closes()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.ConnectAsync(server);

        await client.SendAsync("""{"type":"connection_init"}""", WebSocketMessageType.Binary);

        (await client.ReceiveAsync()).ShouldBe("4400 Messages are text");
    }

    [Fact]
    public async Task Message_TooLong_Closes()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.MaxRequestBytes = 10_000);
        using var client = await SocketClient.InitialisedAsync(server);

        await client.SubscribeAsync("1", new string(' ', 20_000));

        (await client.ReceiveAsync()).ShouldBe("1009 The message is too long");
    }

    [Fact]
    public async Task Init_NotInTime_Closes()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.ConnectionInitTimeout = TimeSpan.FromMilliseconds(50));
        using var client = await SocketClient.ConnectAsync(server);

        (await client.ReceiveAsync()).ShouldBe("4408 Connection initialisation timeout");
    }

    [Fact]
    public async Task Init_Twice_Closes()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);

        await client.SendAsync("""{"type":"connection_init"}""");

        (await client.ReceiveAsync()).ShouldBe("4429 Too many initialisation requests");
    }

    [Fact]
    public async Task Ping_IsAnswered()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.ConnectAsync(server);

        await client.SendAsync("""{"type":"ping","payload":{"a":1}}""");
        await client.SendAsync("""{"type":"pong"}""");
        await client.SendAsync("""{"type":"ping"}""");

        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong","payload":{"a":1}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task Subscribe_IdOfARunningOperation_Closes()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("same", "subscription { ticks }");
        await client.ReceiveAsync();

        await client.SubscribeAsync("same", "{ hello }");

        (await client.ReceiveAsync()).ShouldBe("4409 Subscriber for same already exists");
        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "the stream has ended");
    }

    [Fact]
    public async Task Subscribe_IdOfAnEndedOperation_CanBeUsedAgain()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);

        for (var i = 0; i < 50; i++)
        {
            await client.SubscribeAsync("same", "{ hello }");
            (await client.ReceiveAsync()).ShouldBe("""{"id":"same","type":"next","payload":{"data":{"hello":"Hello you"}}}""");
            (await client.ReceiveAsync()).ShouldBe("""{"id":"same","type":"complete"}""");
        }
    }

    [Fact]
    public async Task Complete_EndsTheStreamWithoutAWord()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("1", "subscription { ticks }");
        await client.ReceiveAsync();

        await client.SendAsync("""{"id":"1","type":"complete"}""");
        await client.SendAsync("""{"id":"unknown","type":"complete"}""");

        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "the stream has ended");
        await client.SendAsync("""{"type":"ping"}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task Complete_AtOnce_LeavesNothingRunning()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.MaxSocketOperations = 1000);
        using var client = await SocketClient.InitialisedAsync(server);

        for (var i = 0; i < 500; i++)
        {
            await client.SubscribeAsync("same", i % 2 == 0 ? "subscription { ticks }" : "subscription { count(to: 3) }");
            await client.SendAsync("""{"id":"same","type":"complete"}""");
        }

        await client.SendAsync("""{"type":"ping"}""");
        while (await client.ReceiveAsync() is var message && message != """{"type":"pong"}""")
        {
            message.ShouldContain("\"id\":\"same\"");
        }

        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "every stream has ended");
    }

    [Fact]
    public async Task Subscribe_BeyondTheLimit_IsAnErrorOfThatOperation()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.MaxSocketOperations = 1);
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("1", "subscription { ticks }");
        await client.ReceiveAsync();

        await client.SubscribeAsync("2", "{ hello }");

        (await client.ReceiveAsync()).ShouldBe("""{"id":"2","type":"error","payload":[{"message":"There are 1 operations on this socket already."}]}""");
    }

    [Fact]
    public async Task Subscribe_RequestError_IsAnErrorMessage()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);

        await client.SubscribeAsync("1", "{ nothing }");
        await client.SubscribeAsync("2", "subscription { breaks }");

        var messages = new[] { await client.ReceiveAsync(), await client.ReceiveAsync(), await client.ReceiveAsync() };
        const string refused = """{"id":"1","type":"error","payload":[{"message":"Cannot query field""";
        messages.ShouldContain(message => message.StartsWith(refused, StringComparison.Ordinal));
        messages.ShouldContain("""{"id":"2","type":"next","payload":{"data":{"breaks":1}}}""");
        messages.ShouldContain(message => message.StartsWith("""{"id":"2","type":"error","payload":[{"message":"broke off""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SlowReader_HoldsUpItsStreamAndNothingElse()
    {
        await using var server = await GraphQLServer.StartAsync(
            options => (options.MaxQueuedMessages, options.SocketSendTimeout) = (4, TimeSpan.FromSeconds(2)));
        using var slow = await SocketClient.InitialisedAsync(server);
        using var other = await SocketClient.InitialisedAsync(server);
        await slow.SubscribeAsync("1", "subscription { flood }");

        await other.SubscribeAsync("1", "{ hello }");

        (await other.ReceiveAsync()).ShouldContain("Hello you");
        await Eventually.TrueAsync(() => Task.FromResult(server.Executor.Subscriptions == 0), "whoever reads nothing is dropped");
    }

    [Fact]
    public async Task Close_ByThePeer_EndsItsOperations()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("1", "subscription { ticks }");
        await client.ReceiveAsync();

        await client.CloseAsync();

        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "the stream has ended");
    }

    [Fact]
    public async Task AccessEnds_ClosesAsForbiddenAndEndsTheOperations()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.AccessCheckPeriod = TimeSpan.FromMilliseconds(50));
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("a", "subscription { ticks }");
        (await client.ReceiveAsync()).ShouldContain("\"ticks\":0");

        server.Gauge.MayStay = false;

        (await client.ReceiveAsync()).ShouldBe("4403 Forbidden");
        await Eventually.TrueAsync(() => Task.FromResult(server.Gauge.Open == 0 && server.Executor.Subscriptions == 0), "its operations have ended");
    }

    [Fact]
    public async Task Stop_OfTheServer_ClosesAsGoingAway()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await SocketClient.InitialisedAsync(server);
        await client.SubscribeAsync("1", "subscription { ticks }");
        await client.ReceiveAsync();

        var stop = server.StopAsync();

        (await client.ReceiveAsync()).ShouldBe("1001 The server is going away");
        await client.CloseAsync();
        await stop;
        server.Gauge.Open.ShouldBe(0);
    }

    [Fact]
    public async Task Connect_BeyondTheLimit_IsRefusedUntilOneIsClosed()
    {
        await using var server = await GraphQLServer.StartAsync(options => options.MaxSockets = 1);
        using (var first = await SocketClient.InitialisedAsync(server))
        {
            await Should.ThrowAsync<WebSocketException>(() => SocketClient.ConnectAsync(server));
            await first.CloseAsync();
        }

        using var next = await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    return await SocketClient.ConnectAsync(server);
                }
                catch (WebSocketException)
                {
                    return null;
                }
            },
            () => "a place is free");
        await next.SendAsync("""{"type":"connection_init"}""");
        (await next.ReceiveAsync()).ShouldBe("""{"type":"connection_ack"}""");
    }

    [Theory]
    [InlineData("graphql-ws", null)]
    [InlineData("graphql-transport-ws", "https://evil.example")]
    public async Task Connect_OfAnotherProtocolOrOrigin_IsRefused(string protocol, string? origin)
    {
        await using var server = await GraphQLServer.StartAsync();

        await Should.ThrowAsync<WebSocketException>(() => SocketClient.ConnectAsync(server, protocol, origin));
    }
}
