using System.Buffers;
using System.Security.Cryptography;
using Correlator.Ingest;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.IntegrationTests.Support;

/// <summary>Decoded requests, as the doors hand them to storage.</summary>
internal static class Batches
{
    public static TelemetryBatch Spans(TraceId trace, int count = 1, string name = "work") => Of(Signal.Traces, OtlpSamples.SpansJson(trace, count, name));

    /// <summary>A request that nothing can read again.</summary>
    public static TelemetryBatch Unreadable() => new(Signal.Traces, TenantResolver.LocalTenant, ArrayPool<byte>.Shared.Rent(3), 3);

    public static TelemetryBatch Of(Signal signal, string json)
    {
        var request = OtlpSamples.Protobuf(signal, json);
        var body = ArrayPool<byte>.Shared.Rent(request.Length);
        request.CopyTo(body, 0);
        var batch = new TelemetryBatch(signal, TenantResolver.LocalTenant, body, request.Length)
        {
            BodyHash = new Guid(SHA256.HashData(request).AsSpan(0, 16), bigEndian: true),
            ReceivedNano = 1,
        };
        OtlpProtobufReader.Read(batch, new ReadLimits());
        return batch;
    }
}
