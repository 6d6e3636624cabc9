namespace Correlator.Storage.Commit;

/// <summary>What became of a request.</summary>
internal enum CommitOutcome
{
    /// <summary>Committed and flushed to disk.</summary>
    Stored,

    /// <summary>The same request was stored before; nothing was stored again.</summary>
    Duplicate,

    /// <summary>Too much waits already; to be tried again.</summary>
    Full,

    /// <summary>The database does not answer; to be tried again.</summary>
    DatabaseAway,

    /// <summary>The database refuses this request's data; trying again is of no use.</summary>
    Refused,
}
