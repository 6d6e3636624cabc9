using System.Buffers;
using System.IO.Pipelines;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>Writes answers as server-sent events (graphql-sse, distinct connections): <c>next</c> for each, <c>complete</c> at the end.</summary>
internal sealed class EventStream(HttpResponse response, TimeSpan keepAlive, GraphQLMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
{
    private PipeWriter Writer => response.BodyWriter;

    public async Task WriteAsync(GraphQLResult result)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        if (result is SubscriptionResult stream)
        {
            // The caller learns that it is subscribed before there is an event.
            Writer.Write(":\n\n"u8);
            await Writer.FlushAsync(cancellationToken);
            await WriteAllAsync(stream);
        }
        else
        {
            Next((QueryResult)result);
        }

        Writer.Write("event: complete\ndata: \n\n"u8);
        await Writer.FlushAsync(cancellationToken);
    }

    private async Task WriteAllAsync(SubscriptionResult stream)
    {
        await using var answers = stream.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = answers.MoveNextAsync().AsTask();
            while (!await IsDoneAsync(next))
            {
                Writer.Write(":\n\n"u8);
                await Writer.FlushAsync(cancellationToken);
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

    private async Task<bool> IsDoneAsync(Task next)
    {
        if (next.IsCompleted)
        {
            return true;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var done = await Task.WhenAny(next, Task.Delay(keepAlive, time, end.Token));
        await end.CancelAsync();
        return done == next || cancellationToken.IsCancellationRequested;
    }

    private void Next(QueryResult answer)
    {
        Writer.Write("event: next\ndata: "u8);
        ResultWriter.Write(answer, Writer);
        Writer.Write("\n\n"u8);
    }
}
