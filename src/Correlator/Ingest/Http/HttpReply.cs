using Correlator.Ingest.Access;
using Correlator.Ingest.Grpc;
using Correlator.Ingest.Wire;
using Correlator.Storage.Access;
using Correlator.Telemetry;

namespace Correlator.Ingest.Http;

internal static class HttpReply
{
    public static ValueTask WriteAsync(
        HttpResponse response,
        int statusCode,
        ReadOnlyMemory<byte> body,
        BodyEncoding encoding,
        CancellationToken cancellationToken)
    {
        response.StatusCode = statusCode;
        response.ContentType = MediaTypes.Of(encoding);
        if (AnswerEncoding.IsGzip(body.Length, response.HttpContext.Request.Headers.AcceptEncoding))
        {
            response.Headers.ContentEncoding = AnswerEncoding.Gzip;
            body = Gzip.Deflate(body.Span);
        }

        response.ContentLength = body.Length;
        return body.IsEmpty ? ValueTask.CompletedTask : WriteBodyAsync(response, body, cancellationToken);
    }

    /// <summary>Every 4xx and 5xx has a google.rpc.Status as its body, in the request's encoding.</summary>
    public static ValueTask ErrorAsync(
        HttpResponse response,
        int statusCode,
        GrpcStatus status,
        string message,
        BodyEncoding encoding,
        CancellationToken cancellationToken,
        TimeSpan? retryDelay = null) =>
        WriteAsync(response, statusCode, OtlpResponses.Status((int)status, message, encoding, retryDelay), encoding, cancellationToken);

    /// <summary>What became of an export.</summary>
    public static ValueTask OutcomeAsync(
        HttpContext context,
        Signal signal,
        BodyEncoding encoding,
        in ExportOutcome outcome,
        RetryAdvice retry,
        int maxRequestBytes)
    {
        var response = context.Response;
        if (outcome.IsSuccess)
        {
            var body = OtlpResponses.Success(outcome.Rejected, outcome.Reason, encoding, signal);
            return WriteAsync(response, StatusCodes.Status200OK, body, encoding, context.RequestAborted);
        }

        if (outcome.IsRetryable)
        {
            response.Headers.RetryAfter = retry.RetryAfter(outcome);
        }

        var message = outcome.Reason ?? ExportAnswers.Message(outcome.Status, maxRequestBytes);
        return ErrorAsync(
            response,
            ExportAnswers.Http(outcome.Status),
            ExportAnswers.Grpc(outcome.Status),
            message,
            encoding,
            context.RequestAborted,
            outcome.IsRetryable ? retry.Delay(outcome) : null);
    }

    /// <summary>Who shows no token that lets in.</summary>
    public static ValueTask DeniedAsync(HttpContext context, AccessVerdict verdict, BodyEncoding encoding)
    {
        var isForbidden = verdict == AccessVerdict.Forbidden;
        context.Response.Headers.WWWAuthenticate = AccessExtensions.Challenge(verdict, TokenScopes.Ingest);
        return ErrorAsync(
            context.Response,
            isForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
            isForbidden ? GrpcStatus.PermissionDenied : GrpcStatus.Unauthenticated,
            AccessMessages.Of(verdict, TokenScopes.Ingest),
            encoding,
            context.RequestAborted);
    }

    private static async ValueTask WriteBodyAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await response.BodyWriter.WriteAsync(body, cancellationToken).ConfigureAwait(false);
}
