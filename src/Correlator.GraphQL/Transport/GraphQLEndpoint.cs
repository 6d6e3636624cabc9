using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Transport;

/// <summary>Answers at one address: HTTP, event streams, WebSockets, and the page for people.</summary>
internal sealed class GraphQLEndpoint(
    GraphQLExecutor executor,
    GraphQLServerOptions options,
    GraphQLSetup setup,
    GraphQLMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<GraphQLEndpoint> logger)
{
    private static readonly OperationType[] OnlyQueries = [OperationType.Query];
    private static readonly OperationType[] NoMutations = [OperationType.Query, OperationType.Subscription];
    private static readonly OperationType[] NoSubscriptions = [OperationType.Query, OperationType.Mutation];
    private static readonly OperationType[] Everything = [OperationType.Query, OperationType.Mutation, OperationType.Subscription];
    private int _sockets;

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        try
        {
            if (!OwnNames.Allow(context, options.AllowedHosts))
            {
                throw new RefusedRequestException(StatusCodes.Status421MisdirectedRequest, OwnNames.Refusal);
            }

            if (context.WebSockets.IsWebSocketRequest)
            {
                await ServeSocketAsync(context);
                return;
            }

            context.Response.Headers.Vary = "Accept";
            var isGet = HttpMethods.IsGet(request.Method);
            if (!HttpMethods.IsPost(request.Method) && !(isGet && (options.EnableGetRequests || options.EnableGraphiQL)))
            {
                context.Response.Headers.Allow = options.EnableGetRequests || options.EnableGraphiQL ? "GET, POST" : "POST";
                await HttpAnswer.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Requests are sent by GET or POST.");
                return;
            }

            var hasPage = isGet && options.EnableGraphiQL && !request.Query.ContainsKey("query") && !request.Query.ContainsKey("documentId");
            if (Acceptance.Of(request, hasPage) is not { } accepted)
            {
                await HttpAnswer.RefuseAsync(
                    context,
                    StatusCodes.Status406NotAcceptable,
                    "Answers are application/graphql-response+json, application/json or text/event-stream.");
                return;
            }

            if (accepted.Format == AnswerFormat.Html)
            {
                await GraphiQLPage.WriteAsync(context);
                return;
            }

            await (isGet ? GetAsync(context, accepted) : PostAsync(context, accepted));
        }
        catch (RefusedRequestException exception)
        {
            await HttpAnswer.RefuseAsync(context, exception.Status, exception.Message, Acceptance.Of(request, false)?.Format ?? AnswerFormat.Json);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await HttpAnswer.RefuseAsync(context, exception.StatusCode, "The request cannot be read.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The caller is gone, or the server goes: a stream ends without a last word, so that its reader comes again.
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            GraphQLLog.RequestFailed(logger, exception);
            await HttpAnswer.RefuseAsync(context, StatusCodes.Status500InternalServerError, "Unexpected error.");
        }
    }

    private async Task GetAsync(HttpContext context, Acceptance accepted)
    {
        if (!options.EnableGetRequests)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, "Requests are sent by POST.");
        }

        if (!OriginGuard.Allows(context.Request, options))
        {
            throw new RefusedRequestException(StatusCodes.Status403Forbidden, "Pages of other origins may not send GETs here.");
        }

        var request = RequestReader.OfQuery(context.Request.Query) with { Allowed = accepted.Streams ? NoMutations : OnlyQueries };
        await RunAsync(context, request, await StateAsync(context), accepted);
    }

    private async Task PostAsync(HttpContext context, Acceptance accepted)
    {
        using var body = await RequestReader.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        if (body.RootElement.ValueKind == JsonValueKind.Array)
        {
            await BatchAsync(context, body.RootElement, accepted);
            return;
        }

        var request = RequestReader.Of(body.RootElement) with { Allowed = accepted.Streams ? Everything : NoSubscriptions };
        await RunAsync(context, request, await StateAsync(context), accepted);
    }

    private async Task BatchAsync(HttpContext context, JsonElement list, Acceptance accepted)
    {
        if (!options.EnableBatching || accepted.Format == AnswerFormat.EventStream)
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "Lists of requests are not taken here.");
        }

        if (list.GetArrayLength() is var count && (count == 0 || count > options.MaxBatchSize))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, $"A list holds from 1 to {options.MaxBatchSize} requests.");
        }

        var requests = list.EnumerateArray().Select(RequestReader.Of).ToList();
        var state = await StateAsync(context);
        var results = new List<QueryResult>();
        foreach (var request in requests)
        {
            var start = time.GetTimestamp();
            var result = await executor.ExecuteAsync(request with { Allowed = NoSubscriptions }, context.RequestServices, state, context.RequestAborted);
            metrics.Ran(start, time, result, "http");
            results.Add((QueryResult)result);
        }

        await HttpAnswer.WriteAllAsync(context, results, accepted.Format);
    }

    private async Task RunAsync(HttpContext context, GraphQLRequest request, RequestState state, Acceptance accepted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var start = time.GetTimestamp();
        var result = await executor.ExecuteAsync(request, context.RequestServices, state, end.Token);
        metrics.Ran(start, time, result, "http");
        if (result is SubscriptionResult stream)
        {
            await using (stream)
            {
                await using var stopping = lifetime.ApplicationStopping.Register(end.Cancel);
                var accessEnded = new AccessWatch(setup, options, context, state, time, logger).EndedAsync(end.Token);
                try
                {
                    await new EventStream(context.Response, options.EventStreamKeepAlive, metrics, time, end.Token).WriteAsync(stream, accessEnded);
                }
                finally
                {
                    await end.CancelAsync();
                    await accessEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        else if (accepted.Format == AnswerFormat.EventStream)
        {
            await new EventStream(context.Response, options.EventStreamKeepAlive, metrics, time, end.Token).WriteAsync((QueryResult)result);
        }
        else
        {
            await HttpAnswer.WriteAsync(context, (QueryResult)result, accepted.Format);
        }
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        if (!OriginGuard.Allows(context.Request, options))
        {
            throw new RefusedRequestException(StatusCodes.Status403Forbidden, "Pages of other origins may not open WebSockets here.");
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(SocketConnection.Protocol))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, $"The WebSocket's subprotocol must be {SocketConnection.Protocol}.");
        }

        if (Interlocked.Increment(ref _sockets) > options.MaxSockets)
        {
            Interlocked.Decrement(ref _sockets);
            throw new RefusedRequestException(StatusCodes.Status503ServiceUnavailable, $"There are {options.MaxSockets} WebSockets already.");
        }

        metrics.SocketOpened();
        try
        {
            await AcceptSocketAsync(context);
        }
        finally
        {
            metrics.SocketClosed();
            Interlocked.Decrement(ref _sockets);
        }
    }

    private async Task AcceptSocketAsync(HttpContext context)
    {
        var state = await StateAsync(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = SocketConnection.Protocol,
            KeepAliveInterval = options.SocketKeepAlive,
            KeepAliveTimeout = options.SocketKeepAlive,
        });
        await using var connection = new SocketConnection(socket, executor, options, context, state, setup, metrics, time, logger);
        await connection.RunAsync(lifetime.ApplicationStopping);
    }

    private async ValueTask<RequestState> StateAsync(HttpContext context)
    {
        var state = new RequestState().With(context).With(context.User);
        foreach (var interceptor in setup.Interceptors)
        {
            await interceptor(context, state, context.RequestAborted);
        }

        return state;
    }
}
