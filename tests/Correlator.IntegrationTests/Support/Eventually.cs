using System.Diagnostics;

namespace Correlator.IntegrationTests.Support;

/// <summary>Waits for a condition instead of for a time.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe, Func<string> what, int timeoutSeconds = 30)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await probe() is { } found)
            {
                return found;
            }

            if (watch.Elapsed.TotalSeconds > timeoutSeconds)
            {
                throw new TimeoutException($"Not seen within {timeoutSeconds} s: {what()}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> condition, string what, int timeoutSeconds = 30) =>
        GetAsync(async () => await condition() ? string.Empty : null, () => what, timeoutSeconds);
}
