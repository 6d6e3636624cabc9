using Correlator.Ingest.Grpc;

namespace Correlator.Ingest;

/// <summary>The one table from how an export ended to what gRPC and HTTP say (OTLP specification, "OTLP/gRPC Response" and "OTLP/HTTP Response").</summary>
internal static class ExportAnswers
{
    public static GrpcStatus Grpc(ExportStatus status) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => GrpcStatus.Ok,
        ExportStatus.Malformed => GrpcStatus.InvalidArgument,
        ExportStatus.TooLarge => GrpcStatus.ResourceExhausted,
        ExportStatus.Full or ExportStatus.DatabaseAway => GrpcStatus.Unavailable,
        _ => GrpcStatus.Internal,
    };

    public static int Http(ExportStatus status) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => StatusCodes.Status200OK,
        ExportStatus.Malformed => StatusCodes.Status400BadRequest,
        ExportStatus.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ExportStatus.Full or ExportStatus.DatabaseAway => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static string Message(ExportStatus status, int maxRequestBytes) => status switch
    {
        ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate => "",
        ExportStatus.Malformed => "The request could not be read.",
        ExportStatus.TooLarge => $"The request exceeds {maxRequestBytes} bytes after decompression.",
        ExportStatus.Full => "Intake is full. Retry later.",
        ExportStatus.DatabaseAway => "The database is away. Retry later.",
        _ => "The request failed for a reason on the server's side.",
    };
}
