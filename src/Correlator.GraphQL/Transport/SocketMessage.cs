using System.Buffers;
using System.Text.Json;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Transport;

/// <summary>Writes the messages of graphql-transport-ws.</summary>
internal static class SocketMessage
{
    public static byte[] Of(string type, JsonElement? payload = null) => Write(writer =>
    {
        writer.WriteString("type", type);
        if (payload is { } element)
        {
            writer.WritePropertyName("payload");
            element.WriteTo(writer);
        }
    });

    public static byte[] Next(string id, QueryResult result) => Write(writer =>
    {
        writer.WriteString("id", id);
        writer.WriteString("type", "next");
        writer.WritePropertyName("payload");
        ResultWriter.Write(result, writer);
    });

    public static byte[] Error(string id, IReadOnlyList<GraphQLError> errors) => Write(writer =>
    {
        writer.WriteString("id", id);
        writer.WriteString("type", "error");
        writer.WritePropertyName("payload");
        ResultWriter.WriteErrors(errors, writer);
    });

    public static byte[] Complete(string id) => Write(writer =>
    {
        writer.WriteString("id", id);
        writer.WriteString("type", "complete");
    });

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        body(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
