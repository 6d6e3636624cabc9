using System.Diagnostics;
using System.Globalization;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>
/// A short run of what the fuzz bench does for long (docs/benchmarks.md).
/// <c>CORRELATOR_FUZZ_SEED</c> and <c>CORRELATOR_FUZZ_REQUESTS</c> choose others.
/// </summary>
public sealed class FuzzTests
{
    private const int Seed = 20260101;
    private const int Requests = 6000;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);

    [Fact]
    public void Read_MutatedRequests_NeverThrowsHangsOrStoresWhatCannotBeReadBack()
    {
        var (seed, requests) = (Number("CORRELATOR_FUZZ_SEED", Seed), Number("CORRELATOR_FUZZ_REQUESTS", Requests));
        Console.WriteLine($"CORRELATOR_FUZZ_SEED={seed}");
        var corpus = new FuzzCorpus(seed);
        using var target = new FuzzTarget();
        for (var number = 0; number < requests; number++)
        {
            var request = corpus.Case(number);
            var started = Stopwatch.GetTimestamp();
            try
            {
                target.Run(request, isStored: number % 4 == 0);
            }
            catch (Exception exception)
            {
                throw new FuzzException($"Seed {seed}, request {number} ({request.Signal}, JSON {request.IsJson}, {request.Body.Length} bytes): {exception}");
            }

            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Hang, $"seed {seed}, request {number}");
        }

        // A corpus that is damaged beyond reading everywhere, or nowhere, tests little.
        target.Accepted.ShouldBeGreaterThan(requests / 4);
        target.Malformed.ShouldBeGreaterThan(requests / 10);
        target.ReadBack.ShouldBeGreaterThan(100);
    }

    private static int Number(string variable, int otherwise)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }
}
