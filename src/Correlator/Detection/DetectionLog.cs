namespace Correlator.Detection;

/// <summary>Event ids 4000 to 4999.</summary>
internal static partial class DetectionLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Detection was interrupted and goes on in a moment")]
    public static partial void Interrupted(this ILogger logger, Exception exception);
}
