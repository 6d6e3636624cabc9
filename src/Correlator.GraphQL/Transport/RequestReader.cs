using System.Buffers;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Correlator.GraphQL.Transport;

/// <summary>Reads requests of GETs, of bodies, and of the messages of a WebSocket.</summary>
internal static class RequestReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the parameters of a GET.</summary>
    /// <exception cref="RefusedRequestException">They are not what they must be.</exception>
    public static GraphQLRequest OfQuery(IQueryCollection query) => new(
        One(query, "query"),
        One(query, "documentId"),
        One(query, "operationName"),
        Map(One(query, "variables"), "variables"),
        Map(One(query, "extensions"), "extensions"));

    /// <summary>Reads a body: one request, or a list if that is allowed. The document is to be disposed when the requests have run.</summary>
    /// <exception cref="RefusedRequestException">It is too long, of another type, or not what it must be.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json.");
        }

        if (type.Charset is { HasValue: true } charset && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, "The charset must be utf-8.");
        }

        if (request.ContentLength > maxBytes)
        {
            throw TooLong(maxBytes);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maxBytes)
            {
                throw TooLong(maxBytes);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return Parse(body);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads one request.</summary>
    /// <exception cref="RefusedRequestException">It is not what it must be.</exception>
    public static GraphQLRequest Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Bad("A request must be a JSON object.");
        }

        return new GraphQLRequest(
            Text(element, "query"),
            Text(element, "documentId"),
            Text(element, "operationName"),
            Map(element, "variables"),
            Map(element, "extensions"));
    }

    /// <exception cref="RefusedRequestException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            throw Bad(bytes.IsEmpty ? "There is no body." : "The body is no JSON.");
        }
    }

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only,
        _ => throw Bad($"There is more than one {name}."),
    };

    private static JsonElement? Map(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            // Lives as long as the request, since it holds no pooled buffer that would have to go back.
            return MapOf(JsonElement.Parse(text), name);
        }
        catch (JsonException)
        {
            throw Bad($"The parameter {name} is no JSON.");
        }
    }

    private static JsonElement? Map(JsonElement request, string name) => request.TryGetProperty(name, out var value) ? MapOf(value, name) : null;

    private static JsonElement? MapOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value,
        JsonValueKind.Null => null,
        _ => throw Bad($"The parameter {name} must be an object."),
    };

    private static string? Text(JsonElement request, string name)
    {
        if (!request.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad($"The parameter {name} must be a string.");
        }
        catch (InvalidOperationException)
        {
            throw Bad($"The parameter {name} is no text: it holds half a character.");
        }
    }

    private static RefusedRequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    private static RefusedRequestException TooLong(int maxBytes) => new(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {maxBytes} bytes.");
}
