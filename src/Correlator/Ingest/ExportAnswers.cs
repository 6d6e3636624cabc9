using Correlator.Ingest.Grpc;

namespace Correlator.Ingest;

/// <summary>The one table from how an export ended to what gRPC and HTTP say (OTLP specification, "OTLP/gRPC Response" and "OTLP/HTTP Response").</summary>
internal static class ExportAnswers
{
    public static GrpcStatus Grpc(ExportStatus status) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => GrpcStatus.Ok,
        ExportStatus.Malformed => GrpcStatus.InvalidArgument,
        ExportStatus.TooLarge or ExportStatus.TooFast or ExportStatus.OverQuota => GrpcStatus.ResourceExhausted,
        ExportStatus.Slow => GrpcStatus.DeadlineExceeded,
        ExportStatus.Full or ExportStatus.DatabaseAway => GrpcStatus.Unavailable,
        _ => GrpcStatus.Internal,
    };

    public static int Http(ExportStatus status) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => StatusCodes.Status200OK,
        ExportStatus.Malformed => StatusCodes.Status400BadRequest,
        ExportStatus.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ExportStatus.Slow => StatusCodes.Status408RequestTimeout,
        ExportStatus.Full or ExportStatus.DatabaseAway => StatusCodes.Status503ServiceUnavailable,
        ExportStatus.TooFast => StatusCodes.Status429TooManyRequests,

        // Senders retry a 429, and the quota is not theirs again before the month ends.
        ExportStatus.OverQuota => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static string Message(ExportStatus status, int maxRequestBytes) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => "",
        ExportStatus.Malformed => "The request could not be read.",
        ExportStatus.TooLarge => $"The request exceeds {maxRequestBytes} bytes after decompression.",
        ExportStatus.Slow => "The request did not arrive in time.",
        ExportStatus.Full => "Intake is full. Retry later.",
        ExportStatus.DatabaseAway => "The database is away. Retry later.",
        ExportStatus.TooFast => "More is sent than this tenant may send per second. Retry later, or have the limit raised: correlator tenant set.",
        ExportStatus.OverQuota => "This tenant's quota of the month is used up. Have it raised: correlator tenant set.",
        _ => "The request failed for a reason on the server's side.",
    };
}
