using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Correlator.Telemetry;

namespace Correlator.Ingest.Wire;

/// <summary>Composes Export*ServiceResponse and google.rpc.Status in protobuf or JSON.</summary>
internal static class OtlpResponses
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    /// <summary>Keeps a response far below the 4 MiB that senders accept.</summary>
    private const int MaxMessageChars = 4096;

    private static readonly byte[] EmptyJson = "{}"u8.ToArray();

    /// <summary>The answer to a request that was taken in: empty, or partial_success with what was rejected or warned of.</summary>
    public static ReadOnlyMemory<byte> Success(int rejected, string? reason, BodyEncoding encoding, Signal signal)
    {
        if (rejected == 0 && string.IsNullOrEmpty(reason))
        {
            return encoding == BodyEncoding.Json ? EmptyJson : ReadOnlyMemory<byte>.Empty;
        }

        var message = Bounded(reason ?? "");
        return encoding == BodyEncoding.Json ? PartialJson(rejected, message, signal) : PartialProtobuf(rejected, message);
    }

    /// <summary>google.rpc.Status, with RetryInfo when the request may be sent again.</summary>
    public static ReadOnlyMemory<byte> Status(int code, string message, BodyEncoding encoding, TimeSpan? retryDelay = null)
    {
        message = Bounded(message);
        return encoding == BodyEncoding.Json ? StatusJson(code, message, retryDelay) : StatusProtobuf(code, message, retryDelay);
    }

    private static string Bounded(string message) => message.Length <= MaxMessageChars ? message : message[..MaxMessageChars];

    private static byte[] PartialProtobuf(int rejected, string message)
    {
        var partial = new ArrayBufferWriter<byte>();
        ProtobufFields.Varint(partial, 1, (ulong)rejected);
        ProtobufFields.Bytes(partial, 2, Encoding.UTF8.GetBytes(message));
        var response = new ArrayBufferWriter<byte>();
        ProtobufFields.Bytes(response, 1, partial.WrittenSpan);
        return response.WrittenSpan.ToArray();
    }

    private static byte[] StatusProtobuf(int code, string message, TimeSpan? retryDelay)
    {
        var status = new ArrayBufferWriter<byte>();
        ProtobufFields.Varint(status, 1, (ulong)code);
        ProtobufFields.Bytes(status, 2, Encoding.UTF8.GetBytes(message));
        if (retryDelay is { } delay)
        {
            var duration = new ArrayBufferWriter<byte>();
            ProtobufFields.Varint(duration, 1, (ulong)(delay.Ticks / TimeSpan.TicksPerSecond));
            ProtobufFields.Varint(duration, 2, (ulong)(delay.Ticks % TimeSpan.TicksPerSecond * 100));
            var retryInfo = new ArrayBufferWriter<byte>();
            ProtobufFields.Bytes(retryInfo, 1, duration.WrittenSpan);
            var any = new ArrayBufferWriter<byte>();
            ProtobufFields.Bytes(any, 1, Encoding.UTF8.GetBytes(RetryInfoType));
            ProtobufFields.Bytes(any, 2, retryInfo.WrittenSpan);
            ProtobufFields.Bytes(status, 3, any.WrittenSpan);
        }

        return status.WrittenSpan.ToArray();
    }

    private static byte[] PartialJson(int rejected, string message, Signal signal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("partialSuccess");
        if (rejected > 0)
        {
            // 64-bit numbers are strings in protobuf's JSON mapping.
            json.WriteString(RejectedName(signal), rejected.ToString(CultureInfo.InvariantCulture));
        }

        if (message.Length > 0)
        {
            json.WriteString("errorMessage", message);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] StatusJson(int code, string message, TimeSpan? retryDelay)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        if (retryDelay is { } delay)
        {
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("@type", RetryInfoType);
            json.WriteString("retryDelay", delay.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string RejectedName(Signal signal) => signal switch
    {
        Signal.Traces => "rejectedSpans",
        Signal.Logs => "rejectedLogRecords",
        _ => "rejectedDataPoints",
    };
}
