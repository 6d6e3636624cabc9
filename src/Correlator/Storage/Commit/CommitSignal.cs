namespace Correlator.Storage.Commit;

/// <summary>Wakes whoever waits for the end of a commit of this process. Signals that come while nobody waits are remembered as one.</summary>
internal sealed class CommitSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        if (_signal.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Signalled meanwhile: one wake-up sees every commit before it.
        }
    }

    /// <returns>False when the time ran out without a commit.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _signal.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
