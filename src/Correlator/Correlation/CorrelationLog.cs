namespace Correlator.Correlation;

/// <summary>Event ids 3000 to 3999.</summary>
internal static partial class CorrelationLog
{
    [LoggerMessage(3000, LogLevel.Information, "This server correlates now")]
    public static partial void Elected(this ILogger logger);

    [LoggerMessage(3001, LogLevel.Warning, "Correlation was interrupted and goes on in a moment")]
    public static partial void Interrupted(this ILogger logger, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "{Batches} batches could not be correlated; they are taken up one by one")]
    public static partial void ChunkFailed(this ILogger logger, int batches, Exception exception);

    [LoggerMessage(3003, LogLevel.Error, "Batch {BatchId} cannot be correlated and is left for a later try")]
    public static partial void BatchFailed(this ILogger logger, long batchId, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "{Count} correlation keys were seen with too many traces and are set aside: they join no longer")]
    public static partial void KeysSetAside(this ILogger logger, int count);

    [LoggerMessage(3005, LogLevel.Error, "Correlation of tenant {TenantId} failed; it is tried again, and the others go on")]
    public static partial void TenantFailed(this ILogger logger, int tenantId, Exception exception);
}
