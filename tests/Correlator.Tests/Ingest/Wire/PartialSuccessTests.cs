using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Tests.Ingest.Wire;

/// <summary>Which records are refused, with which reason; the record beside them is always kept.</summary>
public sealed class PartialSuccessTests
{
    private const string NoTrace = "span without a valid trace id (16 bytes, not all zero)";
    private const string NoSpan = "span without a valid span id (8 bytes, not all zero)";
    private const string LateSpan = "span with a time after the year 2262";
    private const string LateLog = "log record with a time after the year 2262";
    private const string NoTime = "data point without a time, or with one after the year 2262";
    private const string Buckets = "histogram whose bucket counts are not one more than its bounds";

    [Theory]
    [InlineData("", "eee19b7ec3c1b174", 1, 2, NoTrace)]
    [InlineData("00000000000000000000000000000000", "eee19b7ec3c1b174", 1, 2, NoTrace)]
    [InlineData("5b8efff798038103d269b633813fc6", "eee19b7ec3c1b174", 1, 2, NoTrace)]
    [InlineData("5b8efff798038103d269b633813fc60c0c", "eee19b7ec3c1b174", 1, 2, NoTrace)]
    [InlineData("5b8efff798038103d269b633813fc60c", "", 1, 2, NoSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "0000000000000000", 1, 2, NoSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1", 1, 2, NoSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b17474", 1, 2, NoSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", ulong.MaxValue, 2, LateSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", 1, ulong.MaxValue, LateSpan)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", 0, 0, null)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", 0, long.MaxValue, null)]
    [InlineData("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", 9, 2, null)]
    public void Read_Span_IsRefusedFor(string traceId, string spanId, ulong start, ulong end, string? reason)
    {
        var span = Span(traceId, spanId);
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (start, end);

        Expect(Signal.Traces, reason, Of(span, Span("5b8efff798038103d269b633813fc60d", "eee19b7ec3c1b175")));
    }

    [Theory]
    [InlineData("", "", 0, 0, null)]
    [InlineData("5b8e", "00", 1, 1, null)]
    [InlineData("", "", long.MaxValue, 0, null)]
    [InlineData("", "", ulong.MaxValue, 1, LateLog)]
    [InlineData("", "", 1, ulong.MaxValue, LateLog)]
    public void Read_Log_IsRefusedFor(string traceId, string spanId, ulong time, ulong observed, string? reason)
    {
        var log = new LogRecord { TraceId = Hex(traceId), SpanId = Hex(spanId), TimeUnixNano = time, ObservedTimeUnixNano = observed };

        Expect(Signal.Logs, reason, new ExportLogsServiceRequest
        {
            ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { log, new LogRecord { TimeUnixNano = 1 } } } } } },
        });
    }

    [Theory]
    [InlineData(0, 0, 0, 0, NoTime)]
    [InlineData(0, ulong.MaxValue, 0, 0, NoTime)]
    [InlineData(ulong.MaxValue, 1, 0, 0, NoTime)]
    [InlineData(0, 1, 2, 2, Buckets)]
    [InlineData(0, 1, 3, 2, Buckets)]
    [InlineData(0, 1, 0, 3, Buckets)]
    [InlineData(0, 1, 1, 0, Buckets)]
    [InlineData(0, 1, 2, 3, null)]
    [InlineData(0, 1, 0, 1, null)]
    [InlineData(0, 1, 0, 0, null)]
    public void Read_HistogramPoint_IsRefusedFor(ulong start, ulong time, int bounds, int counts, string? reason)
    {
        var point = new HistogramDataPoint
        {
            StartTimeUnixNano = start,
            TimeUnixNano = time,
            ExplicitBounds = { new double[bounds] },
            BucketCounts = { new ulong[counts] },
        };
        var metric = new Metric { Name = "m", Histogram = new Histogram { DataPoints = { point, new HistogramDataPoint { TimeUnixNano = 1 } } } };

        Expect(Signal.Metrics, reason, new ExportMetricsServiceRequest
        {
            ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } } } },
        });
    }

    [Fact]
    public void Read_SeveralReasons_AreCountedEach()
    {
        var spans = new[] { Span("", "01"), Span("", "02"), Span("5b8efff798038103d269b633813fc60c", "") };
        using var batch = Request.Batch(Signal.Traces, Of(spans).ToByteArray());

        OtlpProtobufReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(0, 3, $"2 x {NoTrace}; 1 x {NoSpan}"));
    }

    private static void Expect(Signal signal, string? reason, IMessage request)
    {
        foreach (var isJson in new[] { false, true })
        {
            using var batch = Request.Batch(signal, isJson ? new OtlpJsonText(new Random(1)).Write(request) : request.ToByteArray());

            var read = isJson ? OtlpJsonReader.Read(batch, ReadLimits.Default) : OtlpProtobufReader.Read(batch, ReadLimits.Default);

            read.ShouldBe(reason is null ? new ReadOutcome(2, 0, null) : new ReadOutcome(1, 1, $"1 x {reason}"));
        }
    }

    private static ExportTraceServiceRequest Of(params Span[] spans) =>
        new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { spans } } } } } };

    private static Span Span(string traceId, string spanId) =>
        new() { TraceId = Hex(traceId), SpanId = Hex(spanId), Name = "n", StartTimeUnixNano = 1, EndTimeUnixNano = 2 };

    private static ByteString Hex(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));
}
