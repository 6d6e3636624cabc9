using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Correlator.Ingest.Grpc;

/// <summary>Writes the two shapes of a gRPC answer: a message with trailers, or a status alone in the headers ("Trailers-Only").</summary>
internal static class GrpcReply
{
    public const string ContentType = "application/grpc";
    private static readonly StringValues Zero = new("0");

    public static async ValueTask OkAsync(HttpResponse response, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        response.ContentType = ContentType;
        var compressed = AnswerEncoding.IsGzip(message.Length, response.HttpContext.Request.Headers["grpc-accept-encoding"]);
        if (compressed)
        {
            response.Headers["grpc-encoding"] = AnswerEncoding.Gzip;
            message = Gzip.Deflate(message.Span);
        }

        var total = GrpcFraming.PrefixBytes + message.Length;
        var frame = response.BodyWriter.GetMemory(total);
        GrpcFraming.WritePrefix(frame.Span, message.Length, compressed);
        message.CopyTo(frame[GrpcFraming.PrefixBytes..]);
        response.BodyWriter.Advance(total);
        response.AppendTrailer("grpc-status", Zero);
        await response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public static void Status(HttpResponse response, GrpcStatus status, string message, string? details = null)
    {
        response.ContentType = ContentType;
        response.Headers["grpc-status"] = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (message.Length > 0)
        {
            response.Headers["grpc-message"] = GrpcMessageText.Encode(message);
        }

        if (details is not null)
        {
            response.Headers["grpc-status-details-bin"] = details;
        }
    }
}
