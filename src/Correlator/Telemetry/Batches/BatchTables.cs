using System.Collections.Concurrent;

namespace Correlator.Telemetry.Batches;

/// <summary>
/// The tables of a <see cref="TelemetryBatch"/>. They go from batch to batch: with one span a request, making them took as long as filling them.
/// </summary>
internal sealed class BatchTables
{
    /// <summary>More than some tens of spans need. Larger tables give their arrays back.</summary>
    private const int MostKeptBytes = 64 << 10;

    /// <summary>Some times what senders use; a dictionary does not shrink.</summary>
    private const int MostKeptKeys = 512;

    /// <summary>Batches that may be under way while none makes tables of its own; 16 MB at most.</summary>
    private const int MostKept = 256;

    private static readonly ConcurrentQueue<BatchTables> Kept = new();
    private readonly PooledTable[] _all;

    public BatchTables() => _all =
    [
        Keys, Attributes.Distinct, Attributes.Ids, Resources, Scopes, Spans, Events, Links, Logs, Metrics, Points, Exemplars, Numbers, Followers,
    ];

    public PooledList<KeyRow> Keys { get; } = new();
    public AttributeTable Attributes { get; } = new();
    public PooledList<ResourceRow> Resources { get; } = new();
    public PooledList<ScopeRow> Scopes { get; } = new();
    public PooledList<SpanRow> Spans { get; } = new();
    public PooledList<EventRow> Events { get; } = new();
    public PooledList<LinkRow> Links { get; } = new();
    public PooledList<LogRow> Logs { get; } = new();
    public PooledList<MetricRow> Metrics { get; } = new();
    public PooledList<PointRow> Points { get; } = new();
    public PooledList<ExemplarRow> Exemplars { get; } = new();
    public PooledList<double> Numbers { get; } = new();

    /// <summary>Rows of <see cref="Keys"/> by the hash of their text.</summary>
    public Dictionary<ulong, int> KeyIndex { get; } = [];

    /// <summary>For each key the one that came after it when it was last met; -1 for none.</summary>
    public PooledList<int> Followers { get; } = new();

    public long MemoryBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var table in _all)
            {
                bytes += table.MemoryBytes;
            }

            return bytes;
        }
    }

    /// <summary>Empty tables.</summary>
    public static BatchTables Rent() => Kept.TryDequeue(out var tables) ? tables : new BatchTables();

    /// <summary>From here on they are another batch's.</summary>
    public void Return()
    {
        if (TryReset() && Kept.Count < MostKept)
        {
            Kept.Enqueue(this);
        }
    }

    /// <returns>False when they are not worth keeping.</returns>
    public bool TryReset()
    {
        var isLarge = MemoryBytes > MostKeptBytes;
        foreach (var table in _all)
        {
            table.Truncate(0);
            if (isLarge)
            {
                table.Dispose();
            }
        }

        KeyIndex.Clear();
        return KeyIndex.Capacity <= MostKeptKeys;
    }
}
