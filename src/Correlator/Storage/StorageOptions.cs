using Correlator.Storage.Schema;

namespace Correlator.Storage;

/// <summary><c>Correlator:Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Correlator:Storage";

    /// <summary>Records that fill a commit group.</summary>
    public int GroupRecords { get; set; } = 10_000;

    /// <summary>How long a group waits for the one before it to be committed, and gathers what comes, before it is committed beside it.</summary>
    public TimeSpan GroupDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Groups committed side by side, each on its own connection: one encodes while another waits for the disk.</summary>
    public int Lanes { get; set; } = 3;

    /// <summary>Requests that may wait for a commit; more are answered with the protocol's retryable code.</summary>
    public int MaxWaitingRequests { get; set; } = 4096;

    /// <summary>Bytes of memory that requests waiting for a commit may hold, decoded.</summary>
    public long MaxWaitingBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Where requests are kept while the database is away: a folder, below <c>CORRELATOR_DATA</c> unless its path is
    /// absolute. Empty: none, and senders are asked to retry.
    /// </summary>
    public string JournalFolder { get; set; } = "journal";

    /// <summary>Bytes on disk that the journal may take; when it is full, senders are asked to retry.</summary>
    public long JournalMaxBytes { get; set; } = 1L << 30;

    /// <summary>A request that waits in the journal longer than this is logged and makes the server not ready.</summary>
    public TimeSpan JournalMaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A journaled request that fails for longer than this, alone and again and again, while others are stored, is set aside.</summary>
    public TimeSpan JournalPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Functions that a tenant may have; further ones are stored and told as one function <c>(other)</c>.</summary>
    public int MaxFunctions { get; set; } = 10_000;

    /// <summary>Queues that a tenant may have; messages of further ones are told as of one queue <c>(other)</c>.</summary>
    public int MaxQueues { get; set; } = 10_000;

    /// <summary>Days that spans and the facts drawn from them are kept.</summary>
    public int TraceRetentionDays { get; set; } = 7;

    /// <summary>Days that log records are kept.</summary>
    public int LogRetentionDays { get; set; } = 7;

    /// <summary>Days that metric points are kept.</summary>
    public int MetricRetentionDays { get; set; } = 7;

    /// <summary>Days that journeys, rollups and other results are kept.</summary>
    public int ResultRetentionDays { get; set; } = 90;

    /// <summary>Whether the blocks of closed days are packed anew, in half the bytes, by one server at a time in the background.</summary>
    public bool Seal { get; set; } = true;

    /// <summary>How long after a day's end, in UTC, its blocks are sealed: longer than any commit takes and any two servers' clocks differ.</summary>
    public TimeSpan SealDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Where the embedded Postgres' programs are; empty: looked for beside the checkout, where ./run puts them.</summary>
    public string PostgresBinaries { get; set; } = "";

    internal int Days(Retention retention) => retention switch
    {
        Retention.Traces => TraceRetentionDays,
        Retention.Logs => LogRetentionDays,
        Retention.Metrics => MetricRetentionDays,
        Retention.Results => ResultRetentionDays,
        _ => Math.Max(TraceRetentionDays, Math.Max(LogRetentionDays, MetricRetentionDays)),
    };
}
