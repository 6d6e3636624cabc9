using Correlator.Ingest.Grpc;
using Correlator.Ingest.Wire;

namespace Correlator.Ingest.Http;

internal static class HttpReply
{
    public static ValueTask WriteAsync(HttpResponse response, int statusCode, ReadOnlyMemory<byte> body, BodyEncoding encoding, CancellationToken cancellationToken)
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
        HttpResponse response, int statusCode, GrpcStatus status, string message, BodyEncoding encoding, CancellationToken cancellationToken, TimeSpan? retryDelay = null) =>
        WriteAsync(response, statusCode, OtlpResponses.Status((int)status, message, encoding, retryDelay), encoding, cancellationToken);

    private static async ValueTask WriteBodyAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await response.BodyWriter.WriteAsync(body, cancellationToken).ConfigureAwait(false);
}
