using Correlator.Telemetry;

namespace Correlator.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(1000, LogLevel.Debug, "A {Signal} request could not be read: {Reason}")]
    public static partial void MalformedRequest(this ILogger logger, Signal signal, string? reason);

    [LoggerMessage(1001, LogLevel.Debug, "{Rejected} records of a {Signal} request were rejected: {Reason}")]
    public static partial void RecordsRejected(this ILogger logger, int rejected, Signal signal, string? reason);

    [LoggerMessage(1002, LogLevel.Warning, "Senders are asked to retry: {Status}")]
    public static partial void IntakeSuspended(this ILogger logger, ExportStatus status);

    [LoggerMessage(1003, LogLevel.Information, "Intake goes on")]
    public static partial void IntakeResumed(this ILogger logger);

    [LoggerMessage(1004, LogLevel.Error, "Reading a {Signal} request of {Bytes} bytes failed")]
    public static partial void ReadFailed(this ILogger logger, Exception exception, Signal signal, int bytes);

    [LoggerMessage(1005, LogLevel.Error, "Committing a {Signal} request failed; its sender is asked to retry")]
    public static partial void CommitFailed(this ILogger logger, Exception exception, Signal signal);

    [LoggerMessage(1006, LogLevel.Debug, "A request of the {Door} door ended early: {Reason}")]
    public static partial void RequestAborted(this ILogger logger, string door, string reason);

    [LoggerMessage(1007, LogLevel.Error, "A request of the {Door} door failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string door);
}
