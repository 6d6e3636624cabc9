using Correlator.Ingest;
using Correlator.Ingest.Aws;

namespace Correlator.Tests.Ingest.Aws;

public sealed class MetricStreamTests
{
    [Fact]
    public void TryAppend_SeveralMessages_AreOneRequest()
    {
        using var body = Bodies.New();

        MetricStream.TryAppend(new byte[] { 3, 0x0A, 1, 7, 0, 0x83, 0x00, 0x0A, 1, 8 }, body, out var problem).ShouldBeTrue();

        problem.ShouldBe(BodyProblem.None);
        body.Bytes.ToArray().ShouldBe(new byte[] { 0x0A, 1, 7, 0x0A, 1, 8 });
    }

    [Theory]
    [InlineData(new byte[] { 5, 0x0A, 1, 7 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x0A })]
    [InlineData(new byte[] { 2, (byte)'"', 0 })]
    public void TryAppend_TruncatedOrForeignRecord_IsRefused(byte[] record)
    {
        using var body = Bodies.New();

        MetricStream.TryAppend(record, body, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryAppend_PastTheLimit_IsTold()
    {
        using var body = Bodies.New(maxBytes: 2);

        MetricStream.TryAppend(new byte[] { 3, 0x0A, 1, 7 }, body, out var problem).ShouldBeTrue();

        problem.ShouldBe(BodyProblem.TooLarge);
    }
}
