using System.Buffers;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;

namespace Correlator.Ingest.Aws;

/// <summary>Turns the records of a delivery into one OTLP request in protobuf, charged and bounded like any other body.</summary>
internal sealed class FirehoseDecoder(IntakeLimiter intake, int maxBytes)
{
    private const byte GzipMagic = 0x1F;

    /// <summary>Records that could not be read, and log events without a message.</summary>
    public int Rejected { get; private set; }

    public BodyProblem Decode(Signal signal, FirehoseEnvelope envelope, FirehoseHeaders headers, RequestBody into)
    {
        Rejected = envelope.Unreadable;
        return signal == Signal.Metrics ? DecodeMetrics(envelope, into) : DecodeLogs(envelope, headers, into);
    }

    private BodyProblem DecodeMetrics(FirehoseEnvelope envelope, RequestBody into)
    {
        foreach (var record in envelope.Records)
        {
            if (!MetricStream.TryAppend(record, into, out var problem))
            {
                Rejected++;
            }
            else if (problem != BodyProblem.None)
            {
                return problem;
            }
        }

        return BodyProblem.None;
    }

    private BodyProblem DecodeLogs(FirehoseEnvelope envelope, FirehoseHeaders headers, RequestBody into)
    {
        using var protobuf = new ProtobufBuffer(Math.Min(maxBytes, 64 << 10));
        var subscription = new LogSubscription(protobuf, headers);
        var room = maxBytes;
        foreach (var record in envelope.Records)
        {
            // What all records inflate to is bounded, not only each: many small bombs make a big one.
            using var plain = new RequestBody(intake, room);
            var problem = Plain(record, plain);
            if (problem is BodyProblem.TooLarge or BodyProblem.Full)
            {
                return problem;
            }

            room -= plain.Length;
            if (problem != BodyProblem.None || !subscription.TryAdd(plain.Bytes))
            {
                Rejected++;
            }
            else if (protobuf.Length > maxBytes)
            {
                return BodyProblem.TooLarge;
            }
        }

        Rejected += subscription.Rejected;
        return into.Append(new ReadOnlySequence<byte>(protobuf.Written.ToArray()));
    }

    /// <summary>Firehose may have been told to decompress what CloudWatch Logs compressed.</summary>
    private static BodyProblem Plain(byte[] record, RequestBody plain)
    {
        var problem = plain.Append(new ReadOnlySequence<byte>(record));
        return problem == BodyProblem.None && record[0] == GzipMagic ? plain.Inflate() : problem;
    }
}
