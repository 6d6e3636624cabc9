using System.Text.Json;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Reads a JSON Export*ServiceRequest, the batch's text, into the batch's tables. Unknown keys are skipped; a bad record costs itself.</summary>
internal static class OtlpJsonReader
{
    /// <summary>Nesting is bounded where values are kept; the parser's own limit would cost the whole request.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <exception cref="MalformedRequestException">The bytes are not a JSON object.</exception>
    public static ReadOutcome Read(TelemetryBatch batch, ReadLimits limits)
    {
        using var protobuf = new ProtobufBuffer(batch.BodyLength);
        var unreadable = Transcode(batch, protobuf);
        var read = OtlpProtobufReader.Read(batch, batch.AddText(protobuf.Written), limits);
        return unreadable == 0 ? read : read with
        {
            Rejected = read.Rejected + unreadable,
            Reason = Join(read.Reason, $"{unreadable} x record with a JSON value of the wrong type"),
        };
    }

    private static int Transcode(TelemetryBatch batch, ProtobufBuffer protobuf)
    {
        var body = batch.Text[..batch.BodyLength];
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        try
        {
            var reader = new Utf8JsonReader(body, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new MalformedRequestException("Invalid JSON: the request must be an object.");
            }

            var transcoder = new JsonTranscoder(protobuf);
            transcoder.Message(ref reader, OtlpJsonSchema.Request(batch.Signal));

            // One read more finds whatever follows the object.
            reader.Read();
            return transcoder.Unreadable;
        }
        catch (JsonException exception)
        {
            throw new MalformedRequestException($"Invalid JSON at line {exception.LineNumber}, byte {exception.BytePositionInLine}.");
        }
    }

    private static string Join(string? first, string second) => first is null ? second : $"{first}; {second}";
}
