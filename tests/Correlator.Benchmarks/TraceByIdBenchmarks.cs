using System.Diagnostics;
using Correlator.Storage;

namespace Correlator.Benchmarks;

/// <summary>Loads some spans and looks traces up by id. Asserts that each comes back whole.</summary>
internal static class TraceByIdBenchmarks
{
    private const int Lookups = 1000;
    private const int Warmup = 50;

    public static async Task<int> RunAsync(int spans)
    {
        await using var storage = await StorageUnderTest.StartAsync();
        var requests = Math.Max(1, spans / SampleSpans.PerRequest);
        var now = SampleSpans.NowNano();
        await storage.CommitAsync(Enumerable.Range(0, requests), number => SampleSpans.DecodeHashed(SampleSpans.Request(number, now), now));

        var reader = storage.Get<SpanReader>();
        var random = new Random(1);
        var times = new double[Lookups];
        for (var lookup = -Warmup; lookup < Lookups; lookup++)
        {
            var trace = SampleSpans.TraceIdOf(random.Next(requests), random.Next(SampleSpans.PerRequest / SampleSpans.PerTrace));
            var started = Stopwatch.GetTimestamp();
            var found = await reader.ReadTracesAsync(SampleSpans.Tenant, [trace], CancellationToken.None);
            if (lookup >= 0)
            {
                times[lookup] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            Expect.Equal(SampleSpans.PerTrace, found.Count, "spans of one trace");
        }

        Array.Sort(times);
        Console.WriteLine(
            $"trace by id among {requests * SampleSpans.PerRequest:N0} spans: "
            + $"p50 {times[Lookups / 2]:F2} ms, p99 {times[Lookups * 99 / 100]:F2} ms");
        return 0;
    }
}
