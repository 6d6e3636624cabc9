namespace Correlator.Hosting;

/// <summary>Event ids 7000 to 7999.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(7000, LogLevel.Warning, "Not ready: {Reasons}")]
    public static partial void NotReady(this ILogger logger, string reasons);

    [LoggerMessage(7001, LogLevel.Information, "Ready again")]
    public static partial void ReadyAgain(this ILogger logger);
}
