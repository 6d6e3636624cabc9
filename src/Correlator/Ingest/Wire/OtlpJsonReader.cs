using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Reads a JSON Export*ServiceRequest, the batch's text, into the batch's tables.</summary>
internal static class OtlpJsonReader
{
    public static ReadOutcome Read(TelemetryBatch batch, ReadLimits limits) => throw new MalformedRequestException("JSON requests are not read yet.");
}
