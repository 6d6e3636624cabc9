using Correlator.Ingest;
using Correlator.Ingest.Aws;

namespace Correlator.Tests.Ingest.Aws;

public sealed class MetricStreamTests
{
    [Fact]
    public void TryAppend_SeveralMessages_AreOneRequest()
    {
        using var body = Bodies.New();

        MetricStream.TryAppend(new byte[] { 4, 0x0A, 2, 0x78, 7, 0, 0x84, 0x00, 0x0A, 2, 0x78, 8 }, body, out var problem).ShouldBeTrue();

        problem.ShouldBe(BodyProblem.None);
        body.Bytes.ToArray().ShouldBe(new byte[] { 0x0A, 2, 0x78, 7, 0x0A, 2, 0x78, 8 });
    }

    [Theory]
    [InlineData(new byte[] { 5, 0x0A, 1, 7 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x0A })]
    [InlineData(new byte[] { 2, (byte)'"', 0 })]
    [InlineData(new byte[] { 2, 0x0A, 0, 5, 0x0A, 1, 7 })]
    [InlineData(new byte[] { 2, 0x0A, 0, 3, 0x0A, 1, 7 })]
    [InlineData(new byte[] { 3, 0x0A, 9, 7 })]
    public void TryAppend_TruncatedOrForeignRecord_IsRefusedWhole(byte[] record)
    {
        using var body = Bodies.New();

        MetricStream.TryAppend(record, body, out _).ShouldBeFalse();

        body.Length.ShouldBe(0);
    }

    [Fact]
    public void TryAppend_PastTheLimit_IsTold()
    {
        using var body = Bodies.New(maxBytes: 2);

        MetricStream.TryAppend(new byte[] { 4, 0x0A, 2, 0x78, 7 }, body, out var problem).ShouldBeTrue();

        problem.ShouldBe(BodyProblem.TooLarge);
    }
}
