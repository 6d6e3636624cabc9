namespace Correlator.Detection;

/// <summary>Event ids 4000 to 4999.</summary>
internal static partial class DetectionLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Detection was interrupted and goes on in a moment")]
    public static partial void Interrupted(this ILogger logger, Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "Detection for tenant {TenantId} failed; it is tried again, and the others go on")]
    public static partial void TenantFailed(this ILogger logger, int tenantId, Exception exception);
}
