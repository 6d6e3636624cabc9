using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Tests.Ingest.Wire;

/// <summary>Whatever comes, reading ends in a result or in a bounded refusal of the request.</summary>
public sealed class HostileInputTests
{
    private const int MaxMessage = 300;

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Read_TruncatedAnywhere_IsRefusedOrRead(Signal signal)
    {
        var random = new Random(7);
        var message = Enumerable.Range(0, 100).Select(_ => Request.Random(signal, random, 4)).First(drawn => drawn.CalculateSize() is > 500 and < 3000);
        var (protobuf, json) = (message.ToByteArray(), new OtlpJsonText(random).Write(message));

        for (var length = 0; length < protobuf.Length; length++)
        {
            Read(signal, protobuf.AsSpan(0, length), isJson: false);
        }

        for (var length = 0; length < json.Length; length++)
        {
            Read(signal, json.AsSpan(0, length), isJson: true).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Read_MutatedBytes_IsRefusedOrRead(Signal signal)
    {
        var random = new Random(11);
        for (var round = 0; round < 20; round++)
        {
            var message = Request.Random(signal, random, 3);
            var (protobuf, json) = (message.ToByteArray(), new OtlpJsonText(random).Write(message));
            for (var mutation = 0; mutation < 100; mutation++)
            {
                var mutated = Mutate(protobuf, random);
                Read(signal, mutated, isJson: false);
                CompareIfReadable(signal, mutated);

                Read(signal, Mutate(json, random), isJson: true);
            }
        }
    }

    [Theory]
    [InlineData("0a ff ff ff ff ff ff ff ff ff ff 01", "a length of eleven bytes")]
    [InlineData("0a ff ff ff ff ff ff ff ff ff 01", "a length of 2^64 - 1")]
    [InlineData("0a 80 80 80 80 10", "a length beyond int")]
    [InlineData("0a ff ff ff ff 07 00", "a length of 2^31 - 1")]
    [InlineData("0a 05 00", "a length beyond the end")]
    [InlineData("0b 0c", "a group")]
    [InlineData("0a 03 0b 0b 0c", "a group within")]
    [InlineData("0e", "wire type 6")]
    [InlineData("00 00", "field number 0")]
    [InlineData("f8 ff ff ff ff 01 00", "a field number beyond 2^29")]
    [InlineData("0a", "no length")]
    [InlineData("ff", "half a tag")]
    public void Read_BrokenProtobuf_IsRefused(string hex, string why)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        foreach (var signal in Enum.GetValues<Signal>())
        {
            Read(signal, bytes, isJson: false).ShouldBeNull(why);
        }
    }

    [Fact]
    public void Read_NestingBomb_KeepsTheAllowedLevels()
    {
        // Google's writer refuses to nest this deep: the bytes are made from the inside out. A level is AnyValue(array_value) of ArrayValue(values).
        byte[] value = [];
        for (var depth = 0; depth < 10_000; depth++)
        {
            value = Delimited(5, Delimited(1, value));
        }

        using var batch = Request.Batch(Signal.Traces, SpanWith(value));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(1, 0, null) { Cuts = new LimitCuts(0, 0, 1) });

        batch.String(batch.Attributes[0].Text).ShouldBe(new string('[', 16) + "null" + new string(']', 16));
    }

    [Fact]
    public void Read_InvalidUtf8AndNul_AreReplaced()
    {
        byte[] text = [(byte)'a', 0, 0xff, 0xc3, (byte)'b'];
        using var batch = Request.Batch(Signal.Traces, SpanWith(Delimited(1, text)));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);

        batch.String(batch.Attributes[0].Text).ShouldBe("a\uFFFD\uFFFD\uFFFDb");
    }

    [Fact]
    public void Read_TenMegabyteAttribute_IsCutAtACharacter()
    {
        using var batch = Request.Batch(Signal.Traces, SpanWith(Delimited(1, Encoding.UTF8.GetBytes("x" + new string('é', 5 << 20)))));

        OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);

        batch.Attributes[0].Text.Length.ShouldBe(ReadLimits.Default.MaxValueBytes - 1);
        batch.String(batch.Attributes[0].Text).ShouldEndWith("é");
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

        batch.Attributes[0].Text.Length.ShouldBeInRange(ReadLimits.Default.MaxValueBytes, ReadLimits.Default.MaxValueBytes + 10);
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
            byte[] request = [.. Repeat([0x0a, 0x00], 50_000), .. Delimited(1, Repeat([0x12, 0x00], 50_000)), .. Delimited(1, Delimited(2, signal == Signal.Metrics ? [0x12, 0x02, 0x2a, 0x00] : []))];
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
        span.Attributes.Add(Enumerable.Range(0, 9).Select(index => new KeyValue { Key = $"k{index}", Value = new AnyValue { IntValue = index } }));
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
        var deep = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { ArrayValue = new ArrayValue() } } } } } } };
        var span = Valid();
        span.Attributes.Add(new KeyValue { Key = "text", Value = new AnyValue { StringValue = new string('x', 17) } });
        span.Attributes.Add(new KeyValue { Key = "bytes", Value = new AnyValue { BytesValue = ByteString.CopyFrom(new byte[17]) } });
        span.Attributes.Add(new KeyValue { Key = "fits", Value = new AnyValue { StringValue = new string('x', 16) } });
        span.Attributes.Add(new KeyValue { Key = "deep", Value = deep });
        using var batch = Request.Batch(Signal.Traces, Of(span).ToByteArray());

        OtlpProtobufReader.Read(batch, limits).Cuts.ShouldBe(new LimitCuts(2, 0, 1));
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
        byte[] request = Delimited(1, Delimited(2, [.. Delimited(2, Delimited(10, Delimited(1, bomb))), .. Delimited(2, Delimited(5, Delimited(1, Fixed64(3, 5))))]));
        using var batch = Request.Batch(Signal.Metrics, request);

        var read = OtlpProtobufReader.Read(batch, ReadLimits.Default with { MaxRows = 10_000 });

        read.ShouldBe(new ReadOutcome(1, 1, "1 x data point with more buckets than one request may hold"));
        batch.Numbers.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","attributes":[{"key":"k","value":{"bytesValue":"\ud800"}}]}]}]}]}""", 0, 1)]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","kind":"\udc00"}]}]}]}""", 0, 1)]
    [InlineData("""{"resourceSpans":[{"\ud800":1,"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}]}]}]}""", 1, 0)]
    public void ReadJson_HalfASurrogatePair_CostsNoMoreThanTheRecord(string json, int accepted, int rejected)
    {
        var read = Read(Signal.Traces, Encoding.UTF8.GetBytes(json), isJson: true).ShouldNotBeNull();

        (read.Accepted, read.Rejected).ShouldBe((accepted, rejected));
    }

    private static ReadOutcome? Read(Signal signal, ReadOnlySpan<byte> bytes, bool isJson)
    {
        using var batch = Request.Batch(signal, bytes);
        try
        {
            var read = isJson ? OtlpJsonReader.Read(batch, ReadLimits.Default) : OtlpProtobufReader.Read(batch, ReadLimits.Default);
            read.Accepted.ShouldBe(batch.RecordCount);
            (read.Reason?.Length ?? 0).ShouldBeLessThan(MaxMessage * 3);
            return read;
        }
        catch (MalformedRequestException refused)
        {
            refused.Message.Length.ShouldBeLessThan(MaxMessage);
            return null;
        }
    }

    /// <summary>Where both the reader and the generated classes can read a damaged request, they read the same.</summary>
    private static void CompareIfReadable(Signal signal, byte[] bytes)
    {
        using var batch = Request.Batch(signal, bytes);
        try
        {
            var (expected, rejected) = MessageContent.Of(Request.Parse(signal, bytes));
            var read = OtlpProtobufReader.Read(batch, ReadLimits.Default);

            (read.Accepted, read.Rejected).ShouldBe((expected.Count, rejected), Convert.ToHexString(bytes));

            // How many replacement characters broken UTF-8 becomes is nobody's contract.
            if (!expected.Exists(record => record.Contains('\uFFFD', StringComparison.Ordinal)))
            {
                new BatchContent(batch).Records().ShouldBe(expected, Convert.ToHexString(bytes));
            }
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or MalformedRequestException)
        {
            return;
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]];
                    break;
                default:
                    bytes = [.. bytes[..at], .. bytes.AsSpan(random.Next(at + 1), random.Next(Math.Min(9, bytes.Length - at))), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    private static Span Valid() => new() { TraceId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()), SpanId = ByteString.CopyFrom(new byte[7].Append((byte)1).ToArray()), Name = "n" };

    private static ExportTraceServiceRequest Of(params Span[] spans) => new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { spans } } } } } };

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
