using System.Buffers;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>Export requests of any signal, as messages and as batches to be read.</summary>
internal static class Request
{
    public const long ReceivedNano = 1_600_000_000_000_000_000;

    public static IMessage Random(Signal signal, Random random, int size) => signal switch
    {
        Signal.Traces => RandomTraces.Next(random, size),
        Signal.Logs => RandomLogs.Next(random, size),
        _ => RandomMetrics.Next(random, size),
    };

    public static IMessage Parse(Signal signal, byte[] bytes) => signal switch
    {
        Signal.Traces => ExportTraceServiceRequest.Parser.ParseFrom(bytes),
        Signal.Logs => ExportLogsServiceRequest.Parser.ParseFrom(bytes),
        _ => ExportMetricsServiceRequest.Parser.ParseFrom(bytes),
    };

    /// <summary>A batch over a copy of the bytes, as the doors make it.</summary>
    public static TelemetryBatch Batch(Signal signal, ReadOnlySpan<byte> body)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Length));
        body.CopyTo(rented);
        return new TelemetryBatch(signal, 1, rented, body.Length) { ReceivedNano = ReceivedNano };
    }
}
