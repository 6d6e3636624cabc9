using System.Diagnostics;
using System.Security.Cryptography;
using Correlator.Storage.Blocks;
using Correlator.Storage.Facts;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Benchmarks;

/// <summary>What each stage of a group's way takes on one thread, without a database. Asserts that every span is in a block.</summary>
internal static class StageBenchmarks
{
    /// <summary>As many 500-span requests as share a commit under load.</summary>
    private const int Group = 20;

    /// <summary>Until then the compiler is at work as much as the code.</summary>
    private const int WarmUp = 60;

    /// <param name="groups">Groups that are measured.</param>
    /// <param name="spans">Spans of a request; those of a corpus have <see cref="SampleSpans.PerRequest"/>.</param>
    /// <param name="corpus">A folder of trace requests in protobuf (<c>trace*.bin</c>) to take instead of <see cref="SampleSpans"/>.</param>
    public static int Run(int groups, int spans, string? corpus)
    {
        var policy = DecodeBenchmarks.NewPolicy();
        var now = SampleSpans.NowNano();
        var requests = (corpus is null
            ? ParallelEnumerable.Range(0, Group * 8).Select(number => SampleSpans.Request(number, now, spans))
            : CorpusRequests.Read(corpus).AsParallel()).ToArray();
        var stages = new[] { "hash", "decode", "policy", "blocks", "facts from blocks" };
        var allocated = 0L;
        var laps = stages.Select(_ => new List<long>()).ToArray();
        using var encoder = new SpanBlockEncoder();
        using var rows = new FactRows();
        var (facts, identities) = (new FactSet(), new IdentityCache());
        var (functions, queues) = (new Dictionary<FunctionIdentity, int>(), new Dictionary<QueueIdentity, int>());
        for (var group = 0; group < WarmUp + groups; group++)
        {
            if (group == WarmUp)
            {
                Array.ForEach(laps, lap => lap.Clear());
                allocated = 0;
            }

            var bodies = Enumerable.Range(group * Group, Group).Select(number => requests[number % requests.Length]).ToArray();
            var batches = new TelemetryBatch[Group];
            var before = GC.GetAllocatedBytesForCurrentThread();
            var at = Stopwatch.GetTimestamp();
            foreach (var body in bodies)
            {
                SHA256.HashData(body);
            }

            Lap(0);
            for (var index = 0; index < Group; index++)
            {
                batches[index] = SampleSpans.Decode(bodies[index], now, spans);
            }

            Lap(1);
            Array.ForEach(batches, policy.Apply);
            Lap(2);
            var blocks = encoder.Encode(Array.ConvertAll(batches, batch => new BlockSource(batch, new int[batch.Resources.Count])));
            Lap(3);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            rows.Clear();
            foreach (var block in blocks)
            {
                FindFacts(block);
            }

            Lap(4);
            Expect.Equal(Group * spans, blocks.Sum(block => block.Records), "spans in blocks");
            Array.ForEach(batches, batch => batch.Dispose());

            void FindFacts(EncodedBlock block)
            {
                using var batch = BatchBlockDecoder.Decode(block.Body.Span, Signal.Traces, SampleSpans.Tenant);
                facts.Clear();
                FactExtractor.Extract(batch, facts, identities);
                facts.Invocations.ForEach(fact => functions.TryAdd(fact.Function, 1));
                facts.Sightings.ForEach(fact => functions.TryAdd(fact.Function, 1));
                facts.Sightings.ForEach(fact => queues.TryAdd(fact.Queue, 1));
                rows.Add(SampleSpans.Tenant, 1, facts, functions, queues, new FactSummary());
            }

            void Lap(int stage)
            {
                var lap = Stopwatch.GetTimestamp();
                laps[stage].Add(lap - at);
                at = lap;
            }
        }

        var medians = Array.ConvertAll(laps, lap => lap.Order().ElementAt(lap.Count / 2) * 1e6 / Stopwatch.Frequency / (Group * spans));
        Console.WriteLine("Microseconds a span, median of " + groups + " groups: "
            + string.Join(", ", stages.Zip(medians, (stage, median) => $"{stage} {median:F2}")) + $"; until the commit {medians[..^1].Sum():F2}, "
            + $"{allocated / ((long)groups * Group)} bytes allocated a request");
        return 0;
    }
}
