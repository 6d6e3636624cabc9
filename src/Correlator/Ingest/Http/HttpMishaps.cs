using Correlator.Ingest.Grpc;

namespace Correlator.Ingest.Http;

/// <summary>How the doors on HTTP end requests that break off.</summary>
internal static class HttpMishaps
{
    /// <param name="handling">The handling of the request.</param>
    /// <param name="answer">Answers with a status of HTTP, the like of gRPC's, and a message.</param>
    public static async Task CatchAsync(HttpContext context, Door door, ILogger logger, ValueTask handling, Func<int, GrpcStatus, string, ValueTask> answer)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.RequestAborted(door.Name, "the sender hung up");
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            logger.RequestAborted(door.Name, exception.Message);
            await answer(exception.StatusCode, GrpcStatus.InvalidArgument, exception.Message).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            logger.RequestAborted(door.Name, exception.Message);
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.RequestFailed(exception, door.Name);
            await answer(StatusCodes.Status500InternalServerError, GrpcStatus.Internal, ExportAnswers.Message(ExportStatus.Failed, 0)).ConfigureAwait(false);
        }
    }
}
