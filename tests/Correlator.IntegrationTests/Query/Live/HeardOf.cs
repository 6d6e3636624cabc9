using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Query.Live;

/// <summary>What a stream has brought so far.</summary>
internal sealed class Heard<T> : IAsyncDisposable
    where T : class
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<T> _heard = [];
    private readonly Task _listening;

    public Heard(Func<CancellationToken, IAsyncEnumerable<T>> stream) => _listening = ListenAsync(stream);

    public int Count
    {
        get
        {
            lock (_heard)
            {
                return _heard.Count;
            }
        }
    }

    public Task<T> UntilAsync(Func<T, bool> expected) => Eventually.GetAsync(
        async () =>
        {
            if (_listening.IsCompleted)
            {
                await _listening;
            }

            lock (_heard)
            {
                return _heard.Find(one => expected(one));
            }
        },
        () => $"what was expected among the {Count} heard");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private async Task ListenAsync(Func<CancellationToken, IAsyncEnumerable<T>> stream)
    {
        try
        {
            await foreach (var one in stream(_end.Token))
            {
                lock (_heard)
                {
                    _heard.Add(one);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }
}
