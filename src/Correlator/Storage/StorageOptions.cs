namespace Correlator.Storage;

/// <summary><c>Correlator:Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Correlator:Storage";

    /// <summary>Records that fill a commit group.</summary>
    public int GroupRecords { get; set; } = 10_000;

    /// <summary>How long a group waits for company before it is committed all the same.</summary>
    public TimeSpan GroupDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Groups committed side by side, each on its own connection: one encodes while another waits for the disk.</summary>
    public int Lanes { get; set; } = 2;

    /// <summary>Requests that may wait for a commit; more are answered with the protocol's retryable code.</summary>
    public int MaxWaitingRequests { get; set; } = 4096;

    /// <summary>Bytes of requests that may wait for a commit.</summary>
    public long MaxWaitingBytes { get; set; } = 96L << 20;

    /// <summary>Days that spans, logs, metrics and the facts drawn from them are kept.</summary>
    public int RawRetentionDays { get; set; } = 7;

    /// <summary>Days that journeys, rollups and other results are kept.</summary>
    public int ResultRetentionDays { get; set; } = 90;

    /// <summary>Where the embedded Postgres' programs are; empty: looked for beside the checkout, where ./run puts them.</summary>
    public string PostgresBinaries { get; set; } = "";
}
