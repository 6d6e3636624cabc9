namespace Correlator.Telemetry.Batches;

/// <summary>What tables have in common, whatever their rows are.</summary>
internal abstract class PooledTable : IDisposable
{
    public int Count { get; protected set; }

    /// <summary>Of the array, its free places included.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Takes back the rows from <paramref name="count"/> on: a record that proved invalid leaves nothing behind.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    public abstract void Dispose();
}
