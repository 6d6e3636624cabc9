namespace Correlator.GraphQL.Execution;

/// <summary>Counts the subscriptions that run.</summary>
internal sealed class SubscriptionSlots(int max)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public int Max => max;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= max)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Free() => Interlocked.Decrement(ref _taken);
}
