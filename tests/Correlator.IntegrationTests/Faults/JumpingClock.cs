namespace Correlator.IntegrationTests.Faults;

/// <summary>A clock that somebody sets. Timers and timestamps go on, as they do on a machine.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
