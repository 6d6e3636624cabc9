namespace Correlator.Ingest;

/// <summary>How an export ended.</summary>
internal enum ExportStatus
{
    /// <summary>Committed, or nothing was left to commit.</summary>
    Stored,

    /// <summary>On disk in the journal, until the database is back; success to the sender.</summary>
    Journaled,

    /// <summary>Stored before; success to the sender.</summary>
    Duplicate,

    /// <summary>The request as a whole could not be read.</summary>
    Malformed,

    TooLarge,

    /// <summary>The sender took too long over it.</summary>
    Slow,

    /// <summary>No room in memory or in the commit queue at this moment.</summary>
    Full,

    DatabaseAway,

    /// <summary>More per second than the tenant may send.</summary>
    TooFast,

    /// <summary>The tenant's quota of the month is used up.</summary>
    OverQuota,

    /// <summary>A defect on this side; sending the same again would not help.</summary>
    Failed,
}
