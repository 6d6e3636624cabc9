using System.Buffers;
using System.Text.Json;

namespace Correlator.Ingest.Aws;

/// <summary>The answer that Firehose demands: the request's id again and a time in milliseconds; anything but 200 with these is delivered again.</summary>
internal static class FirehoseReply
{
    private const int MaxIdLength = 200;

    public static async ValueTask WriteAsync(
        HttpResponse response,
        int statusCode,
        string? requestId,
        DateTimeOffset now,
        string? error,
        CancellationToken cancellationToken)
    {
        var body = Compose(requestId, now, error);
        response.StatusCode = statusCode;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    public static ReadOnlyMemory<byte> Compose(string? requestId, DateTimeOffset now, string? error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("requestId", requestId is { Length: <= MaxIdLength } ? requestId : "");
        json.WriteNumber("timestamp", now.ToUnixTimeMilliseconds());
        if (error is not null)
        {
            json.WriteString("errorMessage", error);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
