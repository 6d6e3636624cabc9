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

    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "{Count} requests since this was last told were refused for want of a valid token or its scope; the last came by the {Door} door: {Verdict}")]
    public static partial void AccessRefused(this ILogger logger, int count, string door, Access.AccessVerdict verdict);

    [LoggerMessage(1020, LogLevel.Information, "The {Door} door has a new certificate: {Subject}, until {ExpiresAt}")]
    public static partial void CertificateRenewed(this ILogger logger, string door, string subject, DateTimeOffset expiresAt);

    [LoggerMessage(
        1021,
        LogLevel.Warning,
        "The changed certificate files of the {Door} door cannot be used, and the certificate read before goes on: {Reason}")]
    public static partial void CertificateRefused(this ILogger logger, string door, string reason);

    [LoggerMessage(1022, LogLevel.Warning, "The certificate of the {Door} door, {Subject}, expires at {ExpiresAt}")]
    public static partial void CertificateExpiresSoon(this ILogger logger, string door, string subject, DateTimeOffset expiresAt);
}
