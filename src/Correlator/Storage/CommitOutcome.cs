namespace Correlator.Storage;

/// <summary>What became of a batch handed to storage.</summary>
internal enum CommitOutcome
{
    /// <summary>Committed and flushed.</summary>
    Stored,

    /// <summary>The same request is stored already; nothing was added.</summary>
    Duplicate,

    /// <summary>On disk in the journal, and in the database once that is back.</summary>
    Journaled,

    /// <summary>The queue before the database is full; the sender may try again.</summary>
    Full,

    /// <summary>The database does not answer, and there is no journal or no room in it; the sender may try again.</summary>
    DatabaseAway,

    /// <summary>The database refuses this request's data; trying again is of no use.</summary>
    Refused,
}
