using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Support;

namespace Correlator.Tests.Storage.Blocks;

/// <summary>What goes into blocks comes out of them, and a damaged block does no harm.</summary>
public sealed class BlockProperties
{
    [Fact]
    public void DecodeSpans_OfRandomBatches_EqualTheRows() => Cases.Check((random, size) =>
    {
        using var batches = new RandomBatches(Signal.Traces, random, size);
        using var encoder = new SpanBlockEncoder();

        var blocks = encoder.Encode(batches.Sources);

        var expected = Rows(batches.Sources, source => source.Batch.Spans.Rows.ToArray(), (row => row.TraceId), (source, row) => RowContent.Of(source, row));
        blocks.SelectMany(block => SpanBlockDecoder.Decode(block.Body.Span)).Select(RowContent.Of).ShouldBeInOrder(expected);
        blocks.Sum(block => block.Records).ShouldBe(expected.Count);
        foreach (var block in blocks)
        {
            var spans = SpanBlockDecoder.Decode(block.Body.Span);
            block.MinNano.ShouldBe(spans.Min(span => span.StartNano));
            block.MaxNano.ShouldBe(spans.Max(span => span.EndNano));
            block.Errors.ShouldBe(spans.Count(span => span.Status == SpanStatus.Error));
            block.Functions.ShouldBe(spans.Select(span => span.FunctionId).Distinct().Order());
            block.Traces.ShouldBeInOrder(spans.Select(span => span.TraceId).Distinct());
        }
    });

    [Fact]
    public void DecodeSpans_OfManyBlocks_EqualTheRows()
    {
        // Blocks of one group have a dictionary each; what the group's requests share is in all of them.
        BlockSource[] sources = [.. Enumerable.Range(1, 6).Select(ManySpans)];
        using var encoder = new SpanBlockEncoder();

        var blocks = encoder.Encode(sources);

        blocks.Count.ShouldBeGreaterThan(1);
        var expected = Rows(sources, source => source.Batch.Spans.Rows.ToArray(), (row => row.TraceId), (source, row) => RowContent.Of(source, row));
        blocks.SelectMany(block => SpanBlockDecoder.Decode(block.Body.Span)).Select(RowContent.Of).ShouldBeInOrder(expected);
        Array.ForEach(sources, source => source.Batch.Dispose());
    }

    [Fact]
    public void DecodeLogs_OfRandomBatches_EqualTheRows() => Cases.Check((random, size) =>
    {
        using var batches = new RandomBatches(Signal.Logs, random, size);
        using var encoder = new LogBlockEncoder();

        var blocks = encoder.Encode(batches.Sources);

        var expected = Rows(batches.Sources, source => source.Batch.Logs.Rows.ToArray(), (row => row.TraceId), (source, row) => RowContent.Of(source, row));
        blocks.SelectMany(block => LogBlockDecoder.Decode(block.Body.Span)).Select(RowContent.Of).ShouldBeInOrder(expected);
        foreach (var block in blocks)
        {
            var logs = LogBlockDecoder.Decode(block.Body.Span);
            block.MinNano.ShouldBe(logs.Min(log => log.TimeNano));
            block.MaxNano.ShouldBe(logs.Max(log => log.TimeNano));
            block.Severities.ShouldBe(logs.Aggregate(0, (seen, log) => seen | (1 << log.Severity)));
            block.Traces.ShouldBeInOrder(logs.Select(log => log.TraceId).Where(trace => !trace.IsZero).Distinct());
        }
    });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    internal void DecodeBatch_OfRandomBatches_EqualsTheRows(Signal signal) => Cases.Check((random, size) =>
    {
        using var batches = new RandomBatches(signal, random, size);
        BlockSource[] sources = [.. batches.Sources.Select(source => NoFunctions(source.Batch))];
        using var spans = new SpanBlockEncoder();
        using var logs = new LogBlockEncoder();

        // One block holds all that a case has.
        foreach (var block in signal == Signal.Traces ? spans.Encode(sources) : logs.Encode(sources))
        {
            using var batch = BatchBlockDecoder.Decode(block.Body.Span, signal, tenantId: 7);

            batch.TenantId.ShouldBe(7);
            Contents(NoFunctions(batch)).ShouldBeInOrder(signal == Signal.Traces
                ? Rows(sources, source => source.Batch.Spans.Rows.ToArray(), row => row.TraceId, (source, row) => RowContent.Of(source, row))
                : Rows(sources, source => source.Batch.Logs.Rows.ToArray(), row => row.TraceId, (source, row) => RowContent.Of(source, row)));
        }

        static BlockSource NoFunctions(TelemetryBatch batch) => new(batch, new int[batch.Resources.Count]);

        static IEnumerable<string> Contents(BlockSource source) =>
        [
            .. source.Batch.Spans.Rows.ToArray().Select(row => RowContent.Of(source, row)),
            .. source.Batch.Logs.Rows.ToArray().Select(row => RowContent.Of(source, row)),
        ];
    });

    [Fact]
    public void Decode_OfSomeTraces_GivesTheirRecordsAlone() => Cases.Check(
        (random, size) =>
        {
            using var traces = new RandomBatches(Signal.Traces, random, size);
            using var encoder = new SpanBlockEncoder();
            foreach (var block in encoder.Encode(traces.Sources))
            {
                var all = SpanBlockDecoder.Decode(block.Body.Span);
                var wanted = block.Traces.Where(_ => random.Once(2)).ToHashSet();

                SpanBlockDecoder.Decode(block.Body.Span, wanted).Select(RowContent.Of)
                    .ShouldBeInOrder(all.Where(span => wanted.Contains(span.TraceId)).Select(RowContent.Of));
            }
        },
        count: 100);

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    internal void Bloom_OfRandomBatches_HoldsEveryPair(Signal signal) => Cases.Check((random, size) =>
    {
        using var batches = new RandomBatches(signal, random, size);
        using var spans = new SpanBlockEncoder();
        using var logs = new LogBlockEncoder();

        // One block holds all that a case has.
        foreach (var block in signal == Signal.Traces ? spans.Encode(batches.Sources) : logs.Encode(batches.Sources))
        {
            foreach (var batch in batches.Sources.Select(source => source.Batch))
            {
                foreach (ref readonly var attribute in batch.Attributes.Slice(new RowRange(0, batch.Attributes.Count)))
                {
                    BloomFilter.MayContain(block.Bloom, BloomFilter.Hash(batch.Utf8(batch.Keys[attribute.Key].Text), Text(batch, attribute))).ShouldBeTrue();
                }
            }
        }
    });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    internal void Decode_AnyByteDamaged_IsCorruptOrClean(Signal signal)
    {
        var random = new Random(3);
        var body = Block(signal, random);
        for (var at = 0; at < body.Length; at++)
        {
            var damaged = (byte[])body.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            Decode(signal, damaged);
            Decode(signal, body[..at]);
        }
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    internal void Decode_PayloadDamagedBeforeCompression_IsCorruptOrClean(Signal signal)
    {
        // Brotli finds most damage; what its reader would let through is made here by packing a damaged payload.
        var random = new Random(5);
        var body = Block(signal, random);
        var reader = new ByteReader(body);
        TraceDirectory.Read(ref reader);
        var directory = body[..(body.Length - reader.Remaining)];
        var payload = BlockBody.Inflate(ref reader, out var length).AsSpan(0, length).ToArray();
        for (var at = 0; at < length; at += 2)
        {
            var damaged = (byte[])payload.Clone();
            damaged[at] = (byte)random.Next(256);
            using var head = new ByteWriter();
            using var tail = new ByteWriter();
            head.Bytes(directory);
            tail.Bytes(damaged);
            Decode(signal, BlockBody.Pack(head, tail));
        }
    }

    /// <summary>A request of 1,000 spans: 5 of each of its 200 traces, which the next ones have too.</summary>
    private static BlockSource ManySpans(int request)
    {
        var builder = new TelemetryBatchBuilder().Resource(("service.name", $"service {request % 2}"));
        for (var span = 0; span < 1000; span++)
        {
            builder.In((ulong)(span / 5) + 1).Span($"span {span % 7}", SpanKind.Internal, ("order", $"{span / 5}"), ("request", request), ("same", true));
        }

        return new BlockSource(builder.Batch, [0, request % 2]);
    }

    private static List<string> Rows<T>(BlockSource[] sources, Func<BlockSource, T[]> rows, Func<T, TraceId> trace, Func<BlockSource, T, string> content) =>
        [
            .. sources
                .SelectMany(source => rows(source).Select(row => (Source: source, Row: row)))
                .OrderBy(item => trace(item.Row))
                .Select(item => content(item.Source, item.Row)),
        ];

    private static byte[] Block(Signal signal, Random random)
    {
        while (true)
        {
            using var batches = new RandomBatches(signal, random, 4);
            using var spans = new SpanBlockEncoder();
            using var logs = new LogBlockEncoder();
            var blocks = signal == Signal.Traces ? spans.Encode(batches.Sources) : logs.Encode(batches.Sources);
            if (blocks.Count > 0 && blocks[0].Body.Length is > 800 and < 2500)
            {
                return blocks[0].Body.ToArray();
            }
        }
    }

    private static void Decode(Signal signal, byte[] body)
    {
        IsCorruptOrClean(() => _ = signal == Signal.Traces ? SpanBlockDecoder.Decode(body).Count : LogBlockDecoder.Decode(body).Count);
        IsCorruptOrClean(() => BatchBlockDecoder.Decode(body, signal, 1).Dispose());
    }

    private static void IsCorruptOrClean(Action decode)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            decode();
        }
        catch (CorruptBlockException damaged)
        {
            damaged.Message.Length.ShouldBeLessThan(200);
        }

        // The one large thing is the payload's buffer, whose claimed size is bounded by 256 MB.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L << 20);
    }

    private static ReadOnlySpan<byte> Text(TelemetryBatch batch, in AttributeRow attribute) =>
        attribute.Kind is AttributeKind.String or AttributeKind.Json
            ? batch.Utf8(attribute.Text)
            : AttributeText.Format(attribute, batch.Utf8(attribute.Text), new byte[AttributeText.ScratchBytes]);
}
