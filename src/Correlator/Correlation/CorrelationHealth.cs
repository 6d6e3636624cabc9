namespace Correlator.Correlation;

/// <summary>How far correlation is behind, as last seen by the resolver of this server.</summary>
internal sealed class CorrelationHealth
{
    private long _lagTicks;

    /// <summary>The age of the oldest batch that waits; zero when none does.</summary>
    public TimeSpan Lag
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _lagTicks));
        set => Interlocked.Exchange(ref _lagTicks, value.Ticks);
    }
}
