using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Tests.Ingest.Wire;

public sealed class ReaderAllocationTests
{
    private const int Spans = 100;
    private const int Attributes = 50;

    [Fact]
    public void ReadProtobuf_ManySpansAndAttributes_AllocatesNothingForEach()
    {
        var bytes = Sample().ToByteArray();

        // The pool's arrays may have been collected or be with another test: the least of some runs is what reading itself takes.
        var least = Enumerable.Range(0, 20).Min(_ => Allocated(bytes));

        // The smallest object takes 24 bytes: half of the attributes with one each would be above this.
        least.ShouldBeLessThan(Spans * Attributes * 24 / 2);
    }

    private static long Allocated(byte[] bytes)
    {
        using var batch = Request.Batch(Signal.Traces, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        OtlpProtobufReader.Read(batch, ReadLimits.Default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        batch.Attributes.Count.ShouldBe(Spans * Attributes);
        return allocated;
    }

    private static ExportTraceServiceRequest Sample()
    {
        var scope = new ScopeSpans();
        for (var span = 1; span <= Spans; span++)
        {
            scope.Spans.Add(new Span { TraceId = Id(16, span), SpanId = Id(8, span), Name = $"span {span}" });
            scope.Spans[^1].Attributes.Add(Enumerable.Range(0, Attributes).Select(key => Attribute($"key.{key}", $"value {span} {key}")));
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } };
    }

    private static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static ByteString Id(int length, int number) => ByteString.CopyFrom([.. Enumerable.Repeat((byte)number, length)]);
}
