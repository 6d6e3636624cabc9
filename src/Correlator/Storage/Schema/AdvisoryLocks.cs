namespace Correlator.Storage.Schema;

/// <summary>The advisory lock keys that Correlator takes in its database; "Cor" in the high bytes keeps clear of others.</summary>
internal static class AdvisoryLocks
{
    public const long Migration = 0x436f7200_00000001;
    public const long Partitions = 0x436f7200_00000002;
    public const long Correlation = 0x436f7200_00000003;
    public const long Detection = 0x436f7200_00000004;

    /// <summary>
    /// Held by the transaction of one correlation step, whoever is elected: a server that has not yet noticed that
    /// it lost its office waits, then finds the work done.
    /// </summary>
    public const long CorrelationStep = 0x436f7200_00000005;
    public const long Sealing = 0x436f7200_00000007;
}
