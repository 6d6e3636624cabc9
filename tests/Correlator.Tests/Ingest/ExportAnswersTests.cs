using Correlator.Ingest;
using Correlator.Ingest.Grpc;

namespace Correlator.Tests.Ingest;

public sealed class ExportAnswersTests
{
    [Theory]
    [InlineData(ExportStatus.Stored, GrpcStatus.Ok, 200)]
    [InlineData(ExportStatus.Journaled, GrpcStatus.Ok, 200)]
    [InlineData(ExportStatus.Duplicate, GrpcStatus.Ok, 200)]
    [InlineData(ExportStatus.Malformed, GrpcStatus.InvalidArgument, 400)]
    [InlineData(ExportStatus.TooLarge, GrpcStatus.ResourceExhausted, 413)]
    [InlineData(ExportStatus.Full, GrpcStatus.Unavailable, 503)]
    [InlineData(ExportStatus.DatabaseAway, GrpcStatus.Unavailable, 503)]
    [InlineData(ExportStatus.TooFast, GrpcStatus.ResourceExhausted, 429)]
    [InlineData(ExportStatus.OverQuota, GrpcStatus.ResourceExhausted, 403)]
    [InlineData(ExportStatus.Failed, GrpcStatus.Internal, 500)]
    internal void Answers_EachStatus_IsWhatTheProtocolsSay(ExportStatus status, GrpcStatus grpc, int http)
    {
        ExportAnswers.Grpc(status).ShouldBe(grpc);
        ExportAnswers.Http(status).ShouldBe(http);
    }

    [Fact]
    public void Status_Retryable_IsExactlyWhatSendersMayRetry()
    {
        foreach (var status in Enum.GetValues<ExportStatus>())
        {
            new ExportOutcome(status).IsRetryable.ShouldBe(ExportAnswers.Http(status) is 503 or 429);
        }
    }
}
