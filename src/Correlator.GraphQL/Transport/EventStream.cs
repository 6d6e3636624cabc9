using System.Buffers;
using System.IO.Pipelines;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>Writes answers as server-sent events (graphql-sse, distinct connections): <c>next</c> for each, <c>complete</c> at the end.</summary>
internal sealed class EventStream(HttpResponse response, TimeSpan keepAlive, GraphQLMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
{
    private PipeWriter Writer => response.BodyWriter;

    /// <param name="accessEnded">Ends when the caller may not be here any more.</param>
    public async Task WriteAsync(SubscriptionResult stream, Task accessEnded)
    {
        Begin();

        // The caller learns that it is subscribed before there is an event.
        Writer.Write(":\n\n"u8);
        await Writer.FlushAsync(cancellationToken);
        await WriteAllAsync(stream, accessEnded);
        await CompleteAsync();
    }

    public Task WriteAsync(QueryResult result)
    {
        Begin();
        Next(result);
        return CompleteAsync();
    }

    private void Begin()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task CompleteAsync()
    {
        Writer.Write("event: complete\ndata: \n\n"u8);
        await Writer.FlushAsync(cancellationToken);
    }

    private async Task WriteAllAsync(SubscriptionResult stream, Task accessEnded)
    {
        await using var answers = stream.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = answers.MoveNextAsync().AsTask();
            while (!await IsDoneAsync(next, accessEnded))
            {
                Writer.Write(":\n\n"u8);
                await Writer.FlushAsync(cancellationToken);
            }

            if (accessEnded.IsCompletedSuccessfully)
            {
                await stream.DisposeAsync();
                await next;
                var extensions = new Dictionary<string, object?> { ["code"] = "UNAUTHENTICATED" };
                Next(QueryResult.Refuse(RequestFailure.Subscription, new GraphQLError(AccessWatch.Message, []) { Extensions = extensions }));
                return;
            }

            if (!await next)
            {
                return;
            }

            Next(answers.Current);
            metrics.EventSent();
            await Writer.FlushAsync(cancellationToken);
        }
    }

    private async Task<bool> IsDoneAsync(Task next, Task accessEnded)
    {
        if (next.IsCompleted || accessEnded.IsCompleted)
        {
            return true;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var done = await Task.WhenAny(next, accessEnded, Task.Delay(keepAlive, time, end.Token));
        await end.CancelAsync();
        return done == next || done == accessEnded || cancellationToken.IsCancellationRequested;
    }

    private void Next(QueryResult answer)
    {
        Writer.Write("event: next\ndata: "u8);
        ResultWriter.Write(answer, Writer);
        Writer.Write("\n\n"u8);
    }
}
