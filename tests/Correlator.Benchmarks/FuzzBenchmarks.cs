using System.Diagnostics;
using System.Globalization;
using Correlator.Tests.Ingest.Fuzz;

namespace Correlator.Benchmarks;

/// <summary>
/// Mutated requests for long: each through the reader, some through storage's encoder and back, and some through the doors of a server
/// over a real Postgres, whose blocks are read back at the end. Fails on an exception that is none of the reader's own, on a request that
/// takes seconds, on memory that grows, and on anything stored that cannot be read.
/// </summary>
internal static class FuzzBenchmarks
{
    private const long MaxResidentBytes = 1200L << 20;
    private const int StoredOneIn = 10;
    private const int SentOneIn = 5;
    private const int MaxFailures = 10;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int requests, int seed, int only)
    {
        var corpus = new FuzzCorpus(seed);
        if (only >= 0)
        {
            using var single = new FuzzTarget();
            var request = corpus.Case(only);
            var start = Convert.ToHexString(request.Body.AsSpan(0, Math.Min(2000, request.Body.Length)));
            Console.WriteLine($"{request.Signal}, JSON {request.IsJson}, {request.Body.Length} bytes: {start}");
            single.Run(request, isStored: true);
            return 0;
        }

        Console.WriteLine($"seed {seed}, {requests} requests");
        var failures = Read(corpus, requests, seed);
        if (failures == 0)
        {
            await using var doors = await FuzzDoors.StartAsync();
            var watch = Stopwatch.StartNew();
            await doors.SendAsync(corpus, requests, SentOneIn);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"doors: {requests / SentOneIn} requests in {watch.Elapsed.TotalSeconds:0} s, {doors}"));
            failures = await doors.CheckAsync();
        }

        var peak = Peak();
        Console.WriteLine($"peak resident memory {peak >> 20} MiB");
        return failures == 0 && peak < MaxResidentBytes ? 0 : 1;
    }

    private static int Read(FuzzCorpus corpus, int requests, int seed)
    {
        using var target = new FuzzTarget();
        var current = (Number: -1, Started: Stopwatch.GetTimestamp());
        var gate = new Lock();
        using var watchdog = new Timer(_ =>
        {
            lock (gate)
            {
                if (Stopwatch.GetElapsedTime(current.Started) > Hang)
                {
                    Console.WriteLine($"HANG: seed {seed}, request {current.Number}");
                    Environment.Exit(3);
                }
            }
        });
        watchdog.Change(Hang, TimeSpan.FromSeconds(1));
        var (failures, slowest) = (0, (Elapsed: TimeSpan.Zero, Number: 0));
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < requests && failures < MaxFailures; number++)
        {
            var request = corpus.Case(number);
            var started = Stopwatch.GetTimestamp();
            lock (gate)
            {
                current = (number, started);
            }

            try
            {
                target.Run(request, isStored: number % StoredOneIn == 0);
            }
            catch (Exception exception)
            {
                failures++;
                Console.WriteLine($"FAILED: seed {seed}, request {number} ({request.Signal}, JSON {request.IsJson}, {request.Body.Length} bytes): {exception}");
            }

            if (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed > slowest.Elapsed)
            {
                slowest = (elapsed, number);
            }
        }

        var culture = CultureInfo.InvariantCulture;
        var (read, seconds) = (target.Accepted + target.Malformed, watch.Elapsed.TotalSeconds);
        Console.WriteLine(
            string.Create(culture, $"reader: {read} requests in {seconds:0} s, {target.Malformed} refused, {target.Records} records read, ")
            + string.Create(culture, $"{target.ReadBack} stored and read back; ")
            + string.Create(culture, $"slowest {slowest.Elapsed.TotalMilliseconds:0} ms (request {slowest.Number}); {failures} failures"));
        return failures;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        return process.PeakWorkingSet64;
    }
}
