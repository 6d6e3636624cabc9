using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Reads a binary Export*ServiceRequest, the batch's text, into the batch's tables. Unknown fields are skipped; a bad record costs itself.</summary>
internal static class OtlpProtobufReader
{
    /// <exception cref="MalformedRequestException">The bytes are not a protobuf message.</exception>
    public static ReadOutcome Read(TelemetryBatch batch, ReadLimits limits) => Read(batch, new TextRange(0, batch.BodyLength), limits);

    /// <summary>Reads a request that stands somewhere in the batch's text.</summary>
    public static ReadOutcome Read(TelemetryBatch batch, TextRange body, ReadLimits limits)
    {
        using var sink = new RecordSink(batch, limits);
        switch (batch.Signal)
        {
            case Signal.Traces:
                new TraceProtobufReader(sink).Read(body);
                break;
            case Signal.Logs:
                new LogProtobufReader(sink).Read(body);
                break;
            default:
                new MetricProtobufReader(sink).Read(body);
                break;
        }

        return sink.Outcome();
    }
}
