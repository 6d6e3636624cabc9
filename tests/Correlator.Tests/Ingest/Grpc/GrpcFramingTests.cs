using System.IO.Pipelines;
using Correlator.Ingest;
using Correlator.Ingest.Grpc;

namespace Correlator.Tests.Ingest.Grpc;

public sealed class GrpcFramingTests
{
    private static readonly byte[] Hello = [0, 0, 0, 0, 5, 1, 2, 3, 4, 5];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task ReadAsync_MessageInPieces_IsRead(int pieceBytes)
    {
        using var body = Bodies.New();

        var frame = await ReadAsync(Hello, pieceBytes, body);

        frame.ShouldBe(new GrpcFrame(BodyProblem.None, false));
        body.Bytes.ToArray().ShouldBe(new byte[] { 1, 2, 3, 4, 5 });
    }

    [Fact]
    public async Task ReadAsync_EmptyMessage_IsRead()
    {
        using var body = Bodies.New();
        (await ReadAsync([1, 0, 0, 0, 0], 5, body)).ShouldBe(new GrpcFrame(BodyProblem.None, true));
        body.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(new byte[0], BodyProblem.Incomplete)]
    [InlineData(new byte[] { 0, 0, 0 }, BodyProblem.Incomplete)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 1 }, BodyProblem.Incomplete)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 1, 0 }, BodyProblem.Excess)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1 }, BodyProblem.Excess)]
    [InlineData(new byte[] { 2, 0, 0, 0, 1, 1 }, BodyProblem.Corrupt)]
    [InlineData(new byte[] { 0, 0x7f, 0xff, 0xff, 0xff, 1 }, BodyProblem.TooLarge)]
    [InlineData(new byte[] { 0, 0xff, 0xff, 0xff, 0xff, 1 }, BodyProblem.TooLarge)]
    internal async Task ReadAsync_BadFrame_SaysWhat(byte[] bytes, BodyProblem problem)
    {
        foreach (var pieceBytes in new[] { 1, 4, 100 })
        {
            using var body = Bodies.New();
            (await ReadAsync(bytes, pieceBytes, body)).Problem.ShouldBe(problem);
        }
    }

    private static async Task<GrpcFrame> ReadAsync(byte[] bytes, int pieceBytes, RequestBody body)
    {
        var pipe = new Pipe();
        var reading = GrpcFraming.ReadAsync(pipe.Reader, body, CancellationToken.None);
        foreach (var piece in bytes.Chunk(pieceBytes))
        {
            await pipe.Writer.WriteAsync(piece);
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }
}
