using Correlator.Storage.Journal;

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

    [LoggerMessage(2012, LogLevel.Warning, "Embedded Postgres had died and was started again")]
    public static partial void EmbeddedRevived(this ILogger logger);

    [LoggerMessage(2013, LogLevel.Error, "Embedded Postgres has died and cannot be started; it is tried again")]
    public static partial void EmbeddedNotRevived(this ILogger logger, Exception exception);

    [LoggerMessage(2020, LogLevel.Warning, "The database is away: {Reason}")]
    public static partial void DatabaseAway(this ILogger logger, string reason);

    [LoggerMessage(2021, LogLevel.Information, "The database is back")]
    public static partial void DatabaseBack(this ILogger logger);

    [LoggerMessage(2030, LogLevel.Error, "A request of {Records} records could not be stored and was dropped: the database refused its data")]
    public static partial void RequestRefused(this ILogger logger, int records, Exception exception);

    [LoggerMessage(2031, LogLevel.Warning, "A group of {Requests} requests is tried again in halves")]
    public static partial void GroupSplit(this ILogger logger, int requests, Exception exception);

    [LoggerMessage(2032, LogLevel.Error, "A commit failed; its requests go to the journal, or their senders are asked to come again")]
    public static partial void CommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2035, LogLevel.Error, "The facts of {Records} records could not be found; the records are stored, and no journey tells of them")]
    public static partial void FactsFailed(this ILogger logger, int records, Exception exception);

    [LoggerMessage(2034, LogLevel.Warning, "A commit failed and is tried again in {Pause}")]
    public static partial void CommitTriedAgain(this ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(
        2033,
        LogLevel.Error,
        "The facts of batch {BatchId} cannot be stored and were set aside: its spans and logs are there, its journeys are not")]
    public static partial void FactsSetAside(this ILogger logger, long batchId, Exception exception);

    [LoggerMessage(2050, LogLevel.Warning, "Exports are acknowledged from the journal on disk until they are in the database")]
    public static partial void JournalInUse(this ILogger logger);

    [LoggerMessage(2051, LogLevel.Information, "The journal is drained")]
    public static partial void JournalEmpty(this ILogger logger);

    [LoggerMessage(2052, LogLevel.Information, "The journal holds requests of an earlier run, which are drained now: {Depth}")]
    public static partial void JournalLeft(this ILogger logger, JournalDepth depth);

    [LoggerMessage(2053, LogLevel.Error, "The journal is full, and exports are answered with the retryable code: {Depth}")]
    public static partial void JournalFull(this ILogger logger, JournalDepth depth);

    [LoggerMessage(2054, LogLevel.Warning, "The journal is more than four fifths full: {Depth}")]
    public static partial void JournalNearlyFull(this ILogger logger, JournalDepth depth);

    [LoggerMessage(2055, LogLevel.Warning, "The journal waits to be drained: {Depth}")]
    public static partial void JournalOld(this ILogger logger, JournalDepth depth);

    [LoggerMessage(2056, LogLevel.Error, "The journal cannot be written, and exports are answered with the retryable code")]
    public static partial void JournalFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2057, LogLevel.Error, "Draining the journal failed; it is tried again")]
    public static partial void JournalDrainFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2058, LogLevel.Warning, "The last {Bytes} bytes of {Segment} are an unfinished write that nobody was told of; they are left out")]
    public static partial void JournalTorn(this ILogger logger, long bytes, string segment);

    [LoggerMessage(2059, LogLevel.Error, "{Bytes} bytes of the journal are damaged and lost; the file is kept as {Segment}")]
    public static partial void JournalDamaged(this ILogger logger, long bytes, string segment);

    [LoggerMessage(2060, LogLevel.Error, "A journaled {Signal} request of {Bytes} bytes was set aside in {File}: it cannot be read again")]
    public static partial void JournaledRequestUnreadable(this ILogger logger, Telemetry.Signal signal, int bytes, string file, Exception exception);

    [LoggerMessage(
        2061,
        LogLevel.Error,
        "A journaled {Signal} request of {Bytes} bytes was set aside in {File}: "
        + "the database refused its data, or failed at it {Tries} times while it stored others")]
    public static partial void JournaledRequestSetAside(this ILogger logger, Telemetry.Signal signal, int bytes, string file, int tries);

    [LoggerMessage(2062, LogLevel.Warning, "{Requests} journaled requests could not be stored; each is tried alone")]
    public static partial void JournalTriesAlone(this ILogger logger, int requests);

    [LoggerMessage(2040, LogLevel.Information, "Partitions: {Created} made, {Dropped} dropped")]
    public static partial void PartitionsKept(this ILogger logger, int created, int dropped);

    [LoggerMessage(2042, LogLevel.Error, "The clock is {Skew} off the database's: no partition is dropped until they agree")]
    public static partial void PartitionsNotDropped(this ILogger logger, TimeSpan skew);

    [LoggerMessage(2043, LogLevel.Information, "Deleted {Rows} rows of {Table} that nothing has told of for as long as what tells of them is kept")]
    public static partial void RowsRetired(this ILogger logger, int rows, string table);

    [LoggerMessage(2044, LogLevel.Error, "Deleting old rows failed; it is tried again in an hour")]
    public static partial void RetirementFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2041, LogLevel.Error, "Keeping the partitions of {Table} failed; it is tried again in a minute")]
    public static partial void PartitionsFailed(this ILogger logger, string table, Exception exception);

    [LoggerMessage(2070, LogLevel.Warning, "{Count} tokens are hashed under another key than this server's (Correlator:Auth:HashKey), and are not valid here")]
    public static partial void TokensOfAnotherKey(this ILogger logger, int count);

    [LoggerMessage(2071, LogLevel.Warning, "Tokens could not be looked up in the database; those that were valid go on being so, and it is tried again")]
    public static partial void TokensStale(this ILogger logger, Exception exception);

    [LoggerMessage(
        2072,
        LogLevel.Warning,
        "Tenants' limits could not be read, or their usage not be written; "
        + "what was read before holds, what was counted is kept, and it is tried again")]
    public static partial void TenantsStale(this ILogger logger, Exception exception);

    [LoggerMessage(
        2073,
        LogLevel.Warning,
        "Tenant {TenantId} has {Count} {Kind}, as many as it may: new ones are told as (other). See whether their names hold an id of a request or an "
        + "instance, or raise Correlator:Storage:{Option}")]
    public static partial void CatalogFull(this ILogger logger, int tenantId, int count, string kind, string option);

    [LoggerMessage(2080, LogLevel.Information, "The blocks of {Day:yyyy-MM-dd} are sealed: {Records} records, {Before} bytes before, {After} after")]
    public static partial void DaySealed(this ILogger logger, DateOnly day, long records, long before, long after);

    [LoggerMessage(
        2081,
        LogLevel.Warning,
        "The sealed blocks of {Day} could not be put in place, for the tables were busy or the day was still written to; it is tried again")]
    public static partial void SealingPutOff(this ILogger logger, DateOnly day);

    [LoggerMessage(2082, LogLevel.Error, "Sealing closed days failed; it is tried again in ten minutes")]
    public static partial void SealingFailed(this ILogger logger, Exception exception);
}
