using System.Net.WebSockets;
using System.Threading.Channels;

namespace Correlator.GraphQL.Transport;

/// <summary>
/// One WebSocket with one writer. Messages wait in a bounded queue; who writes to a full one waits with it, so that a
/// slow reader slows its own operations and nothing else.
/// </summary>
internal sealed class SocketChannel(WebSocket socket, GraphQLServerOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(5);
    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.MaxQueuedMessages) { SingleReader = true });
    private readonly CancellationTokenSource _abort = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _gate = new();
    private SocketClose? _close;

    /// <summary>Why the socket was closed from here; null if it was not.</summary>
    public SocketClose? Closed
    {
        get
        {
            lock (_gate)
            {
                return _close;
            }
        }
    }

    /// <summary>Queues a message. After the closing there is nothing to send any more.</summary>
    public async ValueTask SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException)
        {
        }
    }

    /// <summary>Closes the socket once what is queued is sent; the first reason counts. A peer that does not answer in time is cut off.</summary>
    public void Close(SocketClose reason)
    {
        lock (_gate)
        {
            if (_close is not null)
            {
                return;
            }

            _close = reason;
        }

        _queue.Writer.TryComplete();
        _abort.CancelAfter(ClosingPatience);
    }

    /// <summary>Sends what is queued until the closing.</summary>
    public async Task SendAllAsync()
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(_abort.Token))
            {
                using var patience = new CancellationTokenSource(options.SocketSendTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _abort.Token);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, either.Token);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived && Closed is { } close)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, _abort.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
            Close(SocketClose.Normal);
        }
    }

    /// <summary>The next message; null when the peer closed or is gone, or sent what is no text of allowed length.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        var buffer = new byte[4096];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), _abort.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (part.MessageType == WebSocketMessageType.Binary)
                {
                    Close(SocketClose.Invalid("Messages are text"));
                    return null;
                }

                length += part.Count;
                if (length > options.MaxRequestBytes)
                {
                    Close(SocketClose.TooLong);
                    return null;
                }

                if (part.EndOfMessage)
                {
                    return buffer.AsMemory(0, length);
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Reads on until the peer closes too, which ends the closing.</summary>
    public async Task DrainAsync()
    {
        var ignored = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(ignored.AsMemory(), _abort.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    public void Dispose() => _abort.Dispose();
}
