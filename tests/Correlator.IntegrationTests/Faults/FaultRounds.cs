using System.Globalization;

namespace Correlator.IntegrationTests.Faults;

/// <summary>
/// How often a fault is made: a few times, or as often as <c>CORRELATOR_TEST_FAULT_ROUNDS</c> says. Its random choices come from
/// <c>CORRELATOR_TEST_SEED</c>, else from the clock.
/// </summary>
internal static class FaultRounds
{
    public static int Seed { get; } = Number("CORRELATOR_TEST_SEED") ?? (int)(TimeProvider.System.GetTimestamp() & int.MaxValue);

    public static int Or(int few) => Number("CORRELATOR_TEST_FAULT_ROUNDS") ?? few;

    public static Random Random()
    {
        Console.WriteLine($"CORRELATOR_TEST_SEED={Seed}");
        return new Random(Seed);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
