using System.Buffers;

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

    /// <summary>Appends the record's messages; false when it does not end where a message ends, or holds something else.</summary>
    public static bool TryAppend(ReadOnlyMemory<byte> record, RequestBody into, out BodyProblem problem)
    {
        problem = BodyProblem.None;
        for (var rest = record; !rest.IsEmpty;)
        {
            if (!TryLength(rest.Span, out var length, out var prefix) || length > rest.Length - prefix)
            {
                return false;
            }

            var message = rest.Slice(prefix, length);
            if (length > 0 && message.Span[0] != FirstTag)
            {
                return false;
            }

            problem = into.Append(new ReadOnlySequence<byte>(message));
            if (problem != BodyProblem.None)
            {
                return true;
            }

            rest = rest[(prefix + length)..];
        }

        return true;
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
