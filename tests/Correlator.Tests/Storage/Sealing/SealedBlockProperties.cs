using Correlator.Storage;
using Correlator.Storage.Blocks;
using Correlator.Storage.Sealing;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Storage.Blocks;
using Correlator.Tests.Support;

namespace Correlator.Tests.Storage.Sealing;

/// <summary>Sealing changes the order of records and nothing else, and a damaged sealed block does no harm.</summary>
public sealed class SealedBlockProperties
{
    [Fact]
    public void SealSpans_OfRandomBatches_ComeBackInOrderOfSearch() => Cases.Check((random, size) =>
    {
        var spans = Spans(random, size);
        if (spans.Count == 0)
        {
            return;
        }

        var block = SealedSpanEncoder.Encode(spans);

        var read = SpanBlockDecoder.Decode(block.Body.Span);
        read.Select(RowContent.Of).Order(StringComparer.Ordinal).ShouldBeInOrder(spans.Select(RowContent.Of).Order(StringComparer.Ordinal));
        read.ShouldBeInOrder(read
            .OrderBy(span => span.FunctionId)
            .ThenBy(span => span.Name, StringComparer.Ordinal)
            .ThenBy(span => span.StartNano)
            .ThenBy(span => span.SpanId));
        (block.Records, block.Errors).ShouldBe((spans.Count, spans.Count(span => span.Status == SpanStatus.Error)));
        (block.MinNano, block.MaxNano).ShouldBe((spans.Min(span => span.StartNano), spans.Max(span => span.EndNano)));
        block.Functions.ShouldBe(spans.Select(span => span.FunctionId).Distinct().Order());
        block.Traces.ShouldBeInOrder(spans.Select(span => span.TraceId).Distinct().Order());
    });

    [Fact]
    public void SealLogs_OfRandomBatches_ComeBackInOrderOfSearch() => Cases.Check((random, size) =>
    {
        var logs = Logs(random, size);
        if (logs.Count == 0)
        {
            return;
        }

        var block = SealedLogEncoder.Encode(logs);

        var read = LogBlockDecoder.Decode(block.Body.Span);
        read.Select(RowContent.Of).Order(StringComparer.Ordinal).ShouldBeInOrder(logs.Select(RowContent.Of).Order(StringComparer.Ordinal));
        read.ShouldBeInOrder(read.OrderBy(log => log.FunctionId).ThenBy(log => log.Severity).ThenBy(log => log.TimeNano));
        block.Severities.ShouldBe(logs.Aggregate(0, (seen, log) => seen | (1 << log.Severity)));
        block.Traces.ShouldBeInOrder(logs.Select(log => log.TraceId).Where(trace => !trace.IsZero).Distinct().Order());
    });

    [Fact]
    public void Decode_OfSomeTraces_GivesTheirRecordsAlone() => Cases.Check(
        (random, size) =>
        {
            var (spans, logs) = (Spans(random, size), Logs(random, size));
            if (spans.Count == 0 || logs.Count == 0)
            {
                return;
            }

            var wanted = spans.Select(span => span.TraceId).Concat(logs.Select(log => log.TraceId)).Where(_ => random.Once(2)).ToHashSet();
            var (spanBlock, logBlock) = (SealedSpanEncoder.Encode(spans), SealedLogEncoder.Encode(logs));

            var wantedSpans = SpanBlockDecoder.Decode(spanBlock.Body.Span).Where(span => wanted.Contains(span.TraceId));
            var wantedLogs = LogBlockDecoder.Decode(logBlock.Body.Span).Where(log => wanted.Contains(log.TraceId));
            SpanBlockDecoder.Decode(spanBlock.Body.Span, wanted).Select(RowContent.Of).ShouldBeInOrder(wantedSpans.Select(RowContent.Of));
            LogBlockDecoder.Decode(logBlock.Body.Span, wanted).Select(RowContent.Of).ShouldBeInOrder(wantedLogs.Select(RowContent.Of));
        },
        count: 100);

    [Fact]
    public void Bloom_OfRandomBatches_HoldsEveryPair() => Cases.Check((random, size) =>
    {
        var spans = Spans(random, size);
        if (spans.Count == 0)
        {
            return;
        }

        var bloom = SealedSpanEncoder.Encode(spans).Bloom;

        var attributes = spans.SelectMany(span => span.Attributes
            .Concat(span.Resource.Attributes)
            .Concat(span.Events.SelectMany(row => row.Attributes))
            .Concat(span.Links.SelectMany(row => row.Attributes)));
        foreach (var attribute in attributes)
        {
            BlockPruning.MayHold(bloom, BlockPruning.Hashes([(attribute.Key, attribute.ToString())])).ShouldBeTrue($"{attribute.Key}={attribute}");
        }
    });

    [Fact]
    public void Decode_DamagedBlock_IsReadOrRefusedButNeverCrashes() => Cases.Check((random, size) =>
    {
        var (spans, logs) = (Spans(random, size), Logs(random, size));
        if (spans.Count == 0 || logs.Count == 0)
        {
            return;
        }

        Survives(SealedSpanEncoder.Encode(spans).Body.ToArray(), body => SpanBlockDecoder.Decode(body), random);
        Survives(SealedLogEncoder.Encode(logs).Body.ToArray(), body => LogBlockDecoder.Decode(body), random);
    });

    [Fact]
    public void Decode_PayloadDamagedBeforeCompression_IsReadOrRefusedButNeverCrashes() => Cases.Check(
        (random, size) =>
        {
            // Brotli finds most damage; what its reader would let through is made here by packing a damaged payload.
            var (spans, logs) = (Spans(random, size), Logs(random, size));
            if (spans.Count == 0 || logs.Count == 0)
            {
                return;
            }

            Damage(SealedSpanEncoder.Encode(spans).Body.ToArray(), body => SpanBlockDecoder.Decode(body), random);
            Damage(SealedLogEncoder.Encode(logs).Body.ToArray(), body => LogBlockDecoder.Decode(body), random);
        },
        count: 100);

    private static void Damage(byte[] body, Action<byte[]> decode, Random random)
    {
        var reader = new ByteReader(body);
        SealedDirectory.Read(ref reader);
        var directory = body[..(body.Length - reader.Remaining)];
        var payload = BlockBody.Inflate(ref reader, out var length).AsSpan(0, length).ToArray();
        for (var changes = 0; changes < 30; changes++)
        {
            var damaged = (byte[])payload.Clone();
            damaged[random.Next(length)] = (byte)random.Next(256);
            using var head = new ByteWriter();
            using var tail = new ByteWriter();
            head.Bytes(directory);
            tail.Bytes(damaged);
            Survives(BlockBody.Pack(head, tail), decode, random, flips: 0);
        }
    }

    private static void Survives(byte[] body, Action<byte[]> decode, Random random, int flips = 20)
    {
        for (var flip = 0; flip <= flips; flip++)
        {
            try
            {
                decode(body);
            }
            catch (CorruptBlockException)
            {
                // The only way to refuse it.
            }

            body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
        }
    }

    private static List<Span> Spans(Random random, int size)
    {
        using var batches = new RandomBatches(Signal.Traces, random, size);
        using var encoder = new SpanBlockEncoder();
        return [.. encoder.Encode(batches.Sources).SelectMany(block => SpanBlockDecoder.Decode(block.Body.Span))];
    }

    private static List<LogRecord> Logs(Random random, int size)
    {
        using var batches = new RandomBatches(Signal.Logs, random, size);
        using var encoder = new LogBlockEncoder();
        return [.. encoder.Encode(batches.Sources).SelectMany(block => LogBlockDecoder.Decode(block.Body.Span))];
    }
}
