using Correlator.Storage;

namespace Correlator.Correlation;

/// <summary>How far correlation is behind. Asked of the ledger, so that a resolver that hangs, or runs nowhere, is seen as well.</summary>
internal sealed class CorrelationHealth(LedgerStore ledger, TimeProvider time)
{
    /// <summary>The age of the oldest batch that waits; zero when none does.</summary>
    public async Task<TimeSpan> LagAsync(CancellationToken cancellationToken) =>
        await ledger.OldestPendingAsync(cancellationToken) is { } oldest && time.GetUtcNow() - oldest is { Ticks: > 0 } lag ? lag : TimeSpan.Zero;
}
