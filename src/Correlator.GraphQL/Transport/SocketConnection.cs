using System.Net.WebSockets;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Transport;

/// <summary>One connection of the protocol graphql-transport-ws.</summary>
internal sealed class SocketConnection : IAsyncDisposable
{
    public const string Protocol = "graphql-transport-ws";

    private readonly SocketChannel _channel;
    private readonly GraphQLServerOptions _options;
    private readonly HttpContext _context;
    private readonly RequestState _state;
    private readonly GraphQLSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly SocketOperations _operations;
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isInitialised;

    public SocketConnection(
        WebSocket socket,
        GraphQLExecutor executor,
        GraphQLServerOptions options,
        HttpContext context,
        RequestState state,
        GraphQLSetup setup,
        GraphQLMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        _channel = new SocketChannel(socket, options, time);
        _options = options;
        _context = context;
        _state = state;
        _setup = setup;
        _time = time;
        _logger = logger;
        _operations = new SocketOperations(_channel, executor, context, state, metrics, time, logger, _end.Token);
    }

    /// <summary>Serves the connection until either side closes it or the server stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var sender = _channel.SendAllAsync();
        await using var initTimeout = _time.CreateTimer(_ => InitTimedOut(), null, _options.ConnectionInitTimeout, Timeout.InfiniteTimeSpan);
        await using var stop = stopping.Register(() => _channel.Close(SocketClose.GoingAway));
        var watch = WatchAsync();
        try
        {
            while (_channel.Closed is null && await _channel.ReceiveAsync() is { } message)
            {
                await HandleAsync(message);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            GraphQLLog.RequestFailed(_logger, exception);
            _channel.Close(SocketClose.Failure);
        }

        _channel.Close(SocketClose.Normal);
        await _end.CancelAsync();
        await _operations.EndedAsync();
        await watch;
        await sender;
        await _channel.DrainAsync();
        var (code, reason) = _channel.Closed.GetValueOrDefault();
        GraphQLLog.SocketEnded(_logger, code, reason);
    }

    public ValueTask DisposeAsync()
    {
        _end.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private void InitTimedOut()
    {
        if (!_acknowledged.Task.IsCompleted)
        {
            _channel.Close(SocketClose.InitTimeout);
        }
    }

    /// <summary>Nobody is asked about before he has shown who he is.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await _acknowledged.Task.WaitAsync(_end.Token);
            await new AccessWatch(_setup, _options, _context, _state, _time, _logger).EndedAsync(_end.Token);
            _channel.Close(SocketClose.Forbidden);
            await _end.CancelAsync();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> text)
    {
        JsonElement message;
        try
        {
            message = RequestReader.Parse(text).RootElement;
        }
        catch (RefusedRequestException)
        {
            _channel.Close(SocketClose.Invalid("The message is no JSON"));
            return;
        }

        if (message.ValueKind != JsonValueKind.Object || Text(message, "type") is not { } type)
        {
            _channel.Close(SocketClose.Invalid("The message has no type"));
            return;
        }

        JsonElement? payload = message.TryGetProperty("payload", out var given) ? given : null;
        switch (type)
        {
            case "connection_init":
                await InitialiseAsync(payload);
                break;
            case "ping" or "pong" when payload is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) }:
                _channel.Close(SocketClose.Invalid("The payload is no object"));
                break;
            case "ping":
                await _channel.SendAsync(SocketMessage.Of("pong", payload), _end.Token);
                break;
            case "pong":
                break;
            case "subscribe":
                await SubscribeAsync(Text(message, "id"), payload);
                break;
            case "complete" when Text(message, "id") is { } id:
                _operations.Complete(id);
                break;
            default:
                _channel.Close(SocketClose.Invalid("The message is of no known type"));
                break;
        }
    }

    private async Task InitialiseAsync(JsonElement? payload)
    {
        if (payload is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
        {
            _channel.Close(SocketClose.Invalid("The payload is no object"));
            return;
        }

        if (_isInitialised)
        {
            _channel.Close(SocketClose.TooManyInits);
            return;
        }

        _isInitialised = true;
        foreach (var interceptor in _setup.SocketInterceptors)
        {
            if (!await interceptor(_context, payload, _state, _end.Token))
            {
                _channel.Close(SocketClose.Forbidden);
                return;
            }
        }

        _acknowledged.SetResult();
        await _channel.SendAsync(SocketMessage.Of("connection_ack"), _end.Token);
    }

    private async Task SubscribeAsync(string? id, JsonElement? payload)
    {
        if (string.IsNullOrEmpty(id) || payload is not { ValueKind: JsonValueKind.Object } wanted)
        {
            _channel.Close(SocketClose.Invalid("A subscription has an id and a payload"));
            return;
        }

        if (!_acknowledged.Task.IsCompleted)
        {
            _channel.Close(SocketClose.Unauthorized);
            return;
        }

        GraphQLRequest request;
        try
        {
            request = RequestReader.Of(wanted);
        }
        catch (RefusedRequestException exception)
        {
            _channel.Close(SocketClose.Invalid(exception.Message));
            return;
        }

        if (_operations.Has(id))
        {
            _channel.Close(SocketClose.Exists(id));
            return;
        }

        if (_operations.Count >= _options.MaxSocketOperations)
        {
            var told = new GraphQLError($"There are {_options.MaxSocketOperations} operations on this socket already.", []);
            await _channel.SendAsync(SocketMessage.Error(id, [told]), _end.Token);
            return;
        }

        _operations.Start(id, request);
    }

    private static string? Text(JsonElement message, string name)
    {
        try
        {
            return message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
