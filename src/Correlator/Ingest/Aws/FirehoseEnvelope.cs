using System.Text.Json;
using Correlator.Ingest.Wire;

namespace Correlator.Ingest.Aws;

/// <summary>What Amazon Data Firehose posts to an HTTP endpoint: <c>{requestId, timestamp, records: [{data: base64}]}</c>.</summary>
internal sealed class FirehoseEnvelope
{
    /// <summary>Firehose flushes long before; it bounds what a body full of tiny records can make of our memory.</summary>
    public const int MaxRecords = 100_000;

    public string? RequestId { get; private set; }

    public List<byte[]> Records { get; } = [];

    /// <summary>Records whose data is missing, empty or no base64.</summary>
    public int Unreadable { get; private set; }

    /// <exception cref="MalformedRequestException">The body is no such envelope.</exception>
    public static FirehoseEnvelope Read(ReadOnlySpan<byte> body)
    {
        var envelope = new FirehoseEnvelope();
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !envelope.ReadObject(ref reader))
            {
                throw new MalformedRequestException("A Firehose request is a JSON object with an array of records.");
            }

            // One read more finds whatever follows the object.
            reader.Read();
            return envelope;
        }
        catch (JsonException exception)
        {
            throw new MalformedRequestException($"Invalid JSON at line {exception.LineNumber}, byte {exception.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            throw new MalformedRequestException("A string of the request is not valid UTF-8.");
        }
    }

    private bool ReadObject(ref Utf8JsonReader reader)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("requestId"u8))
            {
                reader.Read();
                RequestId = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                found = reader.TokenType == JsonTokenType.StartArray;
                if (found)
                {
                    ReadRecords(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private void ReadRecords(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Records.Count + Unreadable == MaxRecords)
            {
                throw new MalformedRequestException($"A request may hold {MaxRecords} records.");
            }

            if (ReadData(ref reader) is { Length: > 0 } data)
            {
                Records.Add(data);
            }
            else
            {
                Unreadable++;
            }
        }
    }

    private static byte[]? ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        byte[]? data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isData && reader.TokenType == JsonTokenType.String)
            {
                data = reader.TryGetBytesFromBase64(out var bytes) ? bytes : null;
            }

            reader.Skip();
        }

        return data;
    }
}
