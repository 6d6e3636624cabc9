using System.Buffers;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Aws;

/// <summary>
/// CloudWatch metric streams in the OpenTelemetry 1.0 format: a record is a sequence of ExportMetricsServiceRequests, each after its length as a varint.
/// Such a request has only a repeated field, so requests put one after another are one request that says the same.
/// </summary>
internal static class MetricStream
{
    /// <summary>resource_metrics: field 1, length-delimited. Tells the format from JSON, which a stream may be set to.</summary>
    private const byte FirstTag = 0x0A;
    private const int MaxVarint32 = 5;

    /// <summary>Appends the record's messages; false, and none of them, when it does not end where a message ends, or holds something else.</summary>
    public static bool TryAppend(ReadOnlyMemory<byte> record, RequestBody into, out BodyProblem problem)
    {
        problem = BodyProblem.None;
        if (MessagesOf(record) is not { } messages)
        {
            return false;
        }

        foreach (var message in messages)
        {
            problem = into.Append(new ReadOnlySequence<byte>(message));
            if (problem != BodyProblem.None)
            {
                break;
            }
        }

        return true;
    }

    private static List<ReadOnlyMemory<byte>>? MessagesOf(ReadOnlyMemory<byte> record)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        for (var rest = record; !rest.IsEmpty;)
        {
            if (!TryLength(rest.Span, out var length, out var prefix) || length > rest.Length - prefix)
            {
                return null;
            }

            var message = rest.Slice(prefix, length);
            if (length > 0 && !IsRequest(message.Span))
            {
                return null;
            }

            messages.Add(message);
            rest = rest[(prefix + length)..];
        }

        return messages;
    }

    /// <summary>Tried before it is put together with others: what cannot be read would cost them all.</summary>
    private static bool IsRequest(ReadOnlySpan<byte> message)
    {
        if (message[0] != FirstTag)
        {
            return false;
        }

        var body = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(body);
        using var batch = new TelemetryBatch(Signal.Metrics, 0, body, message.Length);
        try
        {
            OtlpProtobufReader.Read(batch, new ReadLimits());
            return true;
        }
        catch (MalformedRequestException)
        {
            return false;
        }
    }

    private static bool TryLength(ReadOnlySpan<byte> bytes, out int length, out int prefix)
    {
        ulong value = 0;
        for (prefix = 0; prefix < Math.Min(bytes.Length, MaxVarint32); prefix++)
        {
            value |= (ulong)(bytes[prefix] & 0x7F) << (7 * prefix);
            if ((bytes[prefix] & 0x80) == 0)
            {
                prefix++;
                length = (int)Math.Min(value, int.MaxValue);
                return true;
            }
        }

        length = 0;
        return false;
    }
}
