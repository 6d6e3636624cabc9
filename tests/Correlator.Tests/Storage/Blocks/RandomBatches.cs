using Correlator.Ingest.Wire;
using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Correlator.Tests.Storage.Blocks;

/// <summary>Some random batches on their way into blocks, with traces that reach over several of them.</summary>
internal sealed class RandomBatches : IDisposable
{
    private const int Traces = 5;

    public RandomBatches(Signal signal, Random random, int size) =>
        Sources = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Source(signal, random, size))];

    public BlockSource[] Sources { get; }

    public void Dispose() => Array.ForEach(Sources, source => source.Batch.Dispose());

    private static BlockSource Source(Signal signal, Random random, int size)
    {
        var request = Request.Random(signal, random, size);
        switch (request)
        {
            case ExportTraceServiceRequest traces:
                foreach (var span in traces.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans))
                {
                    span.TraceId = Trace(random);
                }

                break;
            case ExportLogsServiceRequest logs:
                foreach (var log in logs.ResourceLogs.SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords))
                {
                    log.TraceId = random.Once(3) ? ByteString.Empty : Trace(random);
                }

                break;
        }

        var batch = Request.Batch(signal, request.ToByteArray());
        OtlpProtobufReader.Read(batch, ReadLimits.Default);
        return new BlockSource(batch, [.. Enumerable.Range(0, batch.Resources.Count).Select(_ => random.Next(3))]);
    }

    private static ByteString Trace(Random random)
    {
        var id = new byte[TraceId.Size];
        id[random.Next(2) * 15] = (byte)random.Next(1, Traces);
        return ByteString.CopyFrom(id);
    }
}
