using System.Net.WebSockets;
using System.Text;

namespace Correlator.IntegrationTests.GraphQL.Transport;

/// <summary>A WebSocket that says what it is told to.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(120));

    public static async Task<SocketClient> ConnectAsync(GraphQLServer server, string protocol = "graphql-transport-ws", string? origin = null)
    {
        var client = new SocketClient();
        client._socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        await client._socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, client._patience.Token);
        return client;
    }

    public static async Task<SocketClient> InitialisedAsync(GraphQLServer server)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync("""{"type":"connection_init"}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"connection_ack"}""");
        return client;
    }

    public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), type, true, _patience.Token);

    public Task SubscribeAsync(string id, string query) => SendAsync($$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{{{query}}}"}}""");

    /// <summary>The next message, or the code and reason of the closing.</summary>
    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return $"{(int)_socket.CloseStatus.GetValueOrDefault()} {_socket.CloseStatusDescription}";
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }
}
