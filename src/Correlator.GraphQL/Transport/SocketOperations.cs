using System.Collections.Concurrent;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Transport;

/// <summary>The operations of one socket: each runs beside the reader, and sends its answers under its id.</summary>
internal sealed class SocketOperations(
    SocketChannel channel,
    GraphQLExecutor executor,
    HttpContext context,
    RequestState state,
    GraphQLMetrics metrics,
    TimeProvider time,
    ILogger logger,
    CancellationToken end)
{
    private readonly ConcurrentDictionary<string, SocketOperation> _operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = [];

    /// <summary>Those that the caller completed may still be ending: they count as long as they run.</summary>
    public int Count => _running.Count;

    public bool Has(string id) => _operations.ContainsKey(id);

    public void Start(string id, GraphQLRequest request)
    {
        var operation = new SocketOperation(id, request, CancellationTokenSource.CreateLinkedTokenSource(end));
        _operations[id] = operation;
        var run = RunAsync(operation);
        _running[run] = true;
        _ = run.ContinueWith(
            done => _running.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>The caller wants no more of it.</summary>
    public void Complete(string id)
    {
        if (_operations.TryRemove(id, out var completed))
        {
            completed.Cancel();
        }
    }

    public Task EndedAsync() => Task.WhenAll(_running.Keys);

    private async Task RunAsync(SocketOperation operation)
    {
        // The reader goes on meanwhile.
        await Task.Yield();
        var token = operation.Token;
        try
        {
            await using var scope = context.RequestServices.CreateAsyncScope();
            var start = time.GetTimestamp();
            var result = await executor.ExecuteAsync(operation.Request, scope.ServiceProvider, state, token);
            metrics.Ran(start, time, result, "websocket");
            var last = result is SubscriptionResult stream ? await StreamAsync(operation, stream) : (QueryResult)result;
            if (last is { IsRequestError: true })
            {
                await EndAsync(operation, SocketMessage.Error(operation.Id, last.Errors));
                return;
            }

            if (last is not null)
            {
                await channel.SendAsync(SocketMessage.Next(operation.Id, last), token);
            }

            await EndAsync(operation, SocketMessage.Complete(operation.Id));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The caller completed it, or the socket is closing.
        }
        catch (Exception exception)
        {
            GraphQLLog.RequestFailed(logger, exception);
            await EndAsync(operation, SocketMessage.Error(operation.Id, [new GraphQLError("Unexpected error.", [])]));
        }
        finally
        {
            _operations.TryRemove(KeyValuePair.Create(operation.Id, operation));
            operation.Dispose();
        }
    }

    /// <summary>Sends the answers of a stream; a last one that is an error of the stream itself is given back.</summary>
    private async Task<QueryResult?> StreamAsync(SocketOperation operation, SubscriptionResult stream)
    {
        await using (stream)
        {
            await foreach (var answer in stream.WithCancellation(operation.Token))
            {
                if (answer.IsRequestError)
                {
                    return answer;
                }

                await channel.SendAsync(SocketMessage.Next(operation.Id, answer), operation.Token);
                metrics.EventSent();
            }
        }

        operation.Token.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Sends the last message of an operation, unless the caller has completed it. Its id is free before the caller can know.</summary>
    private async Task EndAsync(SocketOperation operation, byte[] message)
    {
        if (_operations.TryRemove(KeyValuePair.Create(operation.Id, operation)))
        {
            await channel.SendAsync(message, end);
        }
    }
}
