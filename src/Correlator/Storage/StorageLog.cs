namespace Correlator.Storage;

/// <summary>Event ids 2000 to 2999.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(2000, LogLevel.Information, "Applied migration {Version} {Name}")]
    public static partial void MigrationApplied(this ILogger logger, int version, string name);

    [LoggerMessage(2010, LogLevel.Information, "Embedded Postgres {Version} is ready in {Folder}")]
    public static partial void EmbeddedReady(this ILogger logger, string version, string folder);

    [LoggerMessage(2011, LogLevel.Information, "Embedded Postgres stopped")]
    public static partial void EmbeddedStopped(this ILogger logger);

    [LoggerMessage(2020, LogLevel.Warning, "The database is away; exports are answered with the retryable code until it is back: {Reason}")]
    public static partial void DatabaseAway(this ILogger logger, string reason);

    [LoggerMessage(2021, LogLevel.Information, "The database is back")]
    public static partial void DatabaseBack(this ILogger logger);

    [LoggerMessage(2030, LogLevel.Error, "A request of {Records} records could not be stored and was dropped: the database refused its data")]
    public static partial void RequestRefused(this ILogger logger, int records, Exception exception);

    [LoggerMessage(2031, LogLevel.Warning, "A group of {Requests} requests is tried again in halves")]
    public static partial void GroupSplit(this ILogger logger, int requests, Exception exception);

    [LoggerMessage(2032, LogLevel.Error, "A commit failed and its senders were asked to come again")]
    public static partial void CommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2033, LogLevel.Error, "The facts of batch {BatchId} cannot be stored and were set aside: its spans and logs are there, its journeys are not")]
    public static partial void FactsSetAside(this ILogger logger, long batchId, Exception exception);

    [LoggerMessage(2040, LogLevel.Information, "Partitions: {Created} made, {Dropped} dropped")]
    public static partial void PartitionsKept(this ILogger logger, int created, int dropped);

    [LoggerMessage(2041, LogLevel.Error, "Keeping the partitions of {Table} failed; it is tried again in a minute")]
    public static partial void PartitionsFailed(this ILogger logger, string table, Exception exception);
}
