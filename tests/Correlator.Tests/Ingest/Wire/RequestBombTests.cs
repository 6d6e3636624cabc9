using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Support;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Tests.Ingest.Wire;

/// <summary>A request that would become far more than it is on the wire is read as far as the limits go, and what is cut is counted.</summary>
public sealed class RequestBombTests
{
    [Fact]
    public void Read_NestingBomb_KeepsTheAllowedLevels()
    {
        // Google's writer refuses to nest this deep: the bytes are made from the inside out.
        // A level is AnyValue(array_value) of ArrayValue(values).
        byte[] value = [];
        for (var depth = 0; depth < 10_000; depth++)
        {
            value = Delimited(5, Delimited(1, value));
        }

        using var batch = Request.Batch(Signal.Traces, SpanWith(value));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(1, 0, null) { Cuts = new LimitCuts(0, 0, 1) });

        batch.String(batch.Attributes.Distinct[0].Text).ShouldBe(new string('[', 16) + "null" + new string(']', 16));
    }

    [Fact]
    public void Read_InvalidUtf8AndNul_AreReplaced()
    {
        byte[] text = [(byte)'a', 0, 0xff, 0xc3, (byte)'b'];
        using var batch = Request.Batch(Signal.Traces, SpanWith(Delimited(1, text)));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);

        batch.String(batch.Attributes.Distinct[0].Text).ShouldBe("a\uFFFD\uFFFD\uFFFDb");
    }

    [Fact]
    public void Read_TenMegabyteAttribute_IsCutAtACharacter()
    {
        var text = Encoding.UTF8.GetBytes("x" + new string('é', 5 << 20));
        using var batch = Request.Batch(Signal.Traces, SpanWith(Delimited(1, text)));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);

        batch.Attributes.Distinct[0].Text.Length.ShouldBe(ReadLimits.Default.MaxValueBytes - 1);
        batch.String(batch.Attributes.Distinct[0].Text).ShouldEndWith("é");
    }

    [Fact]
    public void Read_LongNestedValue_TakesNoMoreItems()
    {
        // A million nulls of two bytes each would be five million bytes of JSON.
        var nulls = new byte[2_000_000];
        for (var at = 0; at < nulls.Length; at += 2)
        {
            nulls[at] = 0x0a;
        }

        using var batch = Request.Batch(Signal.Traces, SpanWith(Delimited(5, nulls)));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);

        batch.Attributes.Distinct[0].Text.Length.ShouldBeInRange(ReadLimits.Default.MaxValueBytes, ReadLimits.Default.MaxValueBytes + 10);
    }

    [Fact]
    public void Read_MillionEmptySpans_RefusesEachAndKeepsNoRows()
    {
        using var batch = Request.Batch(Signal.Traces, Envelope(Repeat([0x12, 0x00], 1_000_000)));

        var read = OtlpProtobufReader.Read(batch, ReadLimits.Default);

        read.ShouldBe(new ReadOutcome(0, 1_000_000, "1000000 x span without a valid trace id (16 bytes, not all zero)"));
        (batch.Scopes.Count + batch.Resources.Count + batch.Attributes.Count).ShouldBe(0);
    }

    [Fact]
    public void Read_MoreRecordsThanAllowed_RefusesTheRest()
    {
        using var batch = Request.Batch(Signal.Logs, Envelope(Repeat([0x12, 0x00], 1000)));

        var read = OtlpProtobufReader.Read(batch, ReadLimits.Default with { MaxRecords = 600 });

        read.ShouldBe(new ReadOutcome(600, 400, "400 x record more than one request may hold"));
    }

    [Fact]
    public void Read_EmptyEnvelopes_LeaveNothing()
    {
        foreach (var signal in Enum.GetValues<Signal>())
        {
            // Empty resources, empty scopes in one resource, and (for metrics) a metric without points.
            var emptyResources = Repeat([0x0a, 0x00], 50_000);
            var emptyScopes = Delimited(1, Repeat([0x12, 0x00], 50_000));
            var emptyMetric = Delimited(1, Delimited(2, signal == Signal.Metrics ? [0x12, 0x02, 0x2a, 0x00] : []));
            byte[] request = [.. emptyResources, .. emptyScopes, .. emptyMetric];
            using var batch = Request.Batch(signal, request);

            OtlpProtobufReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(0, 0, null));

            (batch.Resources.Count + batch.Scopes.Count + batch.Metrics.Count).ShouldBe(0);
        }
    }

    [Fact]
    public void Read_MoreOfAnythingThanAllowed_IsCutOffAndCounted()
    {
        var limits = ReadLimits.Default with { MaxAttributes = 5, MaxChildren = 3 };
        var span = Valid();
        span.Attributes.Add(Enumerable.Range(0, 9)
            .Select(index => new KeyValue { Key = $"k{index}", Value = new AnyValue { IntValue = index } }));
        span.Events.Add(Enumerable.Range(0, 5).Select(_ => new Span.Types.Event { Name = "e" }));
        span.Links.Add(Enumerable.Range(0, 4).Select(_ => new Span.Types.Link()));
        using var batch = Request.Batch(Signal.Traces, Of(span).ToByteArray());

        OtlpProtobufReader.Read(batch, limits).ShouldBe(new ReadOutcome(1, 0, null) { Cuts = new LimitCuts(0, 4 + 2 + 1, 0) });

        var read = batch.Spans[0];
        (read.Attributes.Count, read.Events.Count, read.Links.Count, read.Dropped).ShouldBe((5, 3, 3, 4u + 2 + 1));
    }

    [Fact]
    public void Read_LongerOrDeeperThanAllowed_IsCutAndCounted()
    {
        var limits = ReadLimits.Default with { MaxValueBytes = 16, MaxDepth = 2 };
        var inner = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { ArrayValue = new ArrayValue() } } } };
        var deep = new AnyValue { ArrayValue = new ArrayValue { Values = { inner } } };
        var span = Valid();
        span.Attributes.Add(new KeyValue { Key = "text", Value = new AnyValue { StringValue = new string('x', 17) } });
        span.Attributes.Add(new KeyValue { Key = "bytes", Value = new AnyValue { BytesValue = ByteString.CopyFrom(new byte[17]) } });
        span.Attributes.Add(new KeyValue { Key = "fits", Value = new AnyValue { StringValue = new string('x', 16) } });
        span.Attributes.Add(new KeyValue { Key = "deep", Value = deep });
        using var batch = Request.Batch(Signal.Traces, Of(span).ToByteArray());

        OtlpProtobufReader.Read(batch, limits).Cuts.ShouldBe(new LimitCuts(2, 0, 1));
    }

    [Fact]
    public void Read_AttributeThatComesAgain_StandsOnceAndItsCutsAreCountedEachTime()
    {
        var limits = ReadLimits.Default with { MaxValueBytes = 16 };
        Span[] spans = [.. Enumerable.Range(0, 3).Select(_ => Valid())];
        foreach (var span in spans)
        {
            span.Attributes.Add(new KeyValue { Key = "fits", Value = new AnyValue { StringValue = "x" } });
            span.Attributes.Add(new KeyValue { Key = "long", Value = new AnyValue { StringValue = new string('x', 17) } });
        }

        // What a refused span brought is read from there, too.
        spans[0].TraceId = ByteString.Empty;
        using var batch = Request.Batch(Signal.Traces, Of(spans).ToByteArray());

        OtlpProtobufReader.Read(batch, limits).ShouldSatisfyAllConditions(
            read => (read.Accepted, read.Rejected).ShouldBe((2, 1)),
            read => read.Cuts.ShouldBe(new LimitCuts(3, 0, 0)));

        batch.Attributes.Count.ShouldBe(4);
        batch.Attributes.Distinct.Count.ShouldBe(1 + 3);
        batch.Spans.Rows.ToArray().ShouldAllBe(span => batch.String(batch.Attributes.Slice(span.Attributes).ToArray()[0].Text) == "x");
    }

    [Fact]
    public void Read_MoreDistinctAttributesThanAreRemembered_ReadsAll()
    {
        Span[] spans = [.. Enumerable.Range(0, 200).Select(number =>
        {
            var span = Valid();
            span.Attributes.Add(Enumerable.Range(number % 100 * 1000, 1000)
                .Select(value => new KeyValue { Key = "k", Value = new AnyValue { IntValue = value } }));
            return span;
        })];
        using var batch = Request.Batch(Signal.Traces, Of(spans).ToByteArray());

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(200);

        var values = batch.Spans.Rows.ToArray().SelectMany(span => batch.Attributes.Slice(span.Attributes).ToArray()).Select(row => row.Bits).ToArray();
        values.ShouldBeInOrder(Enumerable.Range(0, 200_000).Select(value => (long)value % 100_000));
        batch.Attributes.Distinct.Count.ShouldBeInRange(100_000, 150_000);
    }

    [Fact]
    public void Read_MoreRowsOrKeysThanAllowed_KeepsTheRecords()
    {
        var request = Of([.. Enumerable.Range(0, 50).Select(number =>
        {
            var span = Valid();
            span.Attributes.Add(Enumerable.Range(0, 10).Select(index => new KeyValue { Key = $"k{number}.{index}" }));
            span.Events.Add(new Span.Types.Event());
            return span;
        })]);
        foreach (var limits in new[] { ReadLimits.Default with { MaxRows = 100 }, ReadLimits.Default with { MaxKeys = 90 } })
        {
            using var batch = Request.Batch(Signal.Traces, request.ToByteArray());

            OtlpProtobufReader.Read(batch, limits).Accepted.ShouldBe(50);

            batch.Attributes.Count.ShouldBeInRange(90, 100);
            batch.Spans.Rows.ToArray().Sum(span => span.Dropped + span.Attributes.Count + span.Events.Count).ShouldBe(50 * 11);
        }
    }

    [Fact]
    public void Read_BucketBomb_CostsItsPoint()
    {
        // An exponential histogram with 100,000 one-byte buckets, and a plain point beside it.
        byte[] bomb = [.. Fixed64(3, 5), .. Delimited(8, Delimited(2, new byte[100_000]))];
        var exponential = Delimited(2, Delimited(10, Delimited(1, bomb)));
        var plain = Delimited(2, Delimited(5, Delimited(1, Fixed64(3, 5))));
        byte[] request = Delimited(1, Delimited(2, [.. exponential, .. plain]));
        using var batch = Request.Batch(Signal.Metrics, request);

        var read = OtlpProtobufReader.Read(batch, ReadLimits.Default with { MaxRows = 10_000 });

        read.ShouldBe(new ReadOutcome(1, 1, "1 x data point with more buckets than one request may hold"));
        batch.Numbers.Count.ShouldBe(0);
    }

    private static Span Valid() => new()
    {
        TraceId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()),
        SpanId = ByteString.CopyFrom(new byte[7].Append((byte)1).ToArray()),
        Name = "n",
    };

    private static ExportTraceServiceRequest Of(params Span[] spans) =>
        new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { spans } } } } } };

    /// <summary>A request of one valid span whose one attribute has these bytes as its AnyValue.</summary>
    private static byte[] SpanWith(byte[] anyValue) =>
        Envelope(Delimited(2, [.. Valid().ToByteArray(), .. Delimited(9, [.. Delimited(1, "k"u8), .. Delimited(2, anyValue)])]));

    private static byte[] Envelope(byte[] records) => Delimited(1, Delimited(2, records));

    private static byte[] Repeat(byte[] part, int times)
    {
        var all = new byte[part.Length * times];
        for (var at = 0; at < all.Length; at += part.Length)
        {
            part.CopyTo(all, at);
        }

        return all;
    }

    private static byte[] Fixed64(int field, ulong value) => [(byte)((field << 3) | 1), .. BitConverter.GetBytes(value)];

    private static byte[] Delimited(int field, ReadOnlySpan<byte> content) => [.. Prefix(field, content.Length), .. content];

    private static byte[] Prefix(int field, int length)
    {
        var prefix = new List<byte> { (byte)((field << 3) | 2) };
        for (; length >= 0x80; length >>= 7)
        {
            prefix.Add((byte)(length | 0x80));
        }

        prefix.Add((byte)length);
        return [.. prefix];
    }
}
