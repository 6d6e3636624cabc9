namespace Correlator.Benchmarks;

/// <summary>A bench that does not do the work it is timed for says so.</summary>
internal static class Expect
{
    public static void Equal(long expected, long actual, string what)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{what}: {expected} expected, {actual} found.");
        }
    }
}
