using System.Diagnostics;

namespace Correlator.IntegrationTests.Support;

/// <summary>Waits for a condition instead of for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <param name="timeoutSeconds">
    /// Generous: a busy machine, on which other tests run too, may take twenty times as long as an idle one, and who sees the condition goes on at once.
    /// </param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe, Func<string> what, int timeoutSeconds = 180)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await probe() is { } found)
            {
                return found;
            }

            if (watch.Elapsed.TotalSeconds > timeoutSeconds)
            {
                throw new TimeoutException($"Not seen within {timeoutSeconds} s: {what()}.");
            }

            await Task.Delay(pause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> condition, string what, int timeoutSeconds = 180) =>
        GetAsync(async () => await condition() ? string.Empty : null, () => what, timeoutSeconds);
}
