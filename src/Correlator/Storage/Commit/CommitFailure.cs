using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Whose fault a failed write is.</summary>
internal static class CommitFailure
{
    /// <summary>No table of ours has another check than that of its partitions.</summary>
    public static bool IsMissingPartition(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.CheckViolation };

    /// <summary>Not the data's fault: a connection cut or not to be had, a lock, a deadlock, a partition not made yet. It may be over in a moment.</summary>
    public static bool IsPassing(Exception exception) => DatabaseHealth.IsConnectionLoss(exception) || !IsOfTheData(exception);

    /// <summary>
    /// The same request would fail again: Postgres refuses its values (SQLSTATE classes 22 and 54, and 23 but for a missing partition), or our own code cannot
    /// pack it. All else (deadlocks, locks, rights, a missing table) passes or is repaired, and must not cost the sender its data.
    /// </summary>
    public static bool IsOfTheData(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation } => false,
        PostgresException { SqlState: ['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..] } => true,
        NpgsqlException or OperationCanceledException or OutOfMemoryException => false,
        _ => true,
    };
}
