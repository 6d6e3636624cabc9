using System.Text;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <param name="Code">grpc-status or the HTTP status code.</param>
/// <param name="AsksToRetry">RetryInfo or Retry-After is there.</param>
/// <param name="Body">The response message, without gRPC's frame.</param>
internal sealed record DoorAnswer(bool IsSuccess, string Code, bool AsksToRetry, byte[] Body, string? ContentType)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>grpc-message.</summary>
    public string Message { get; init; } = "";
}
