using Correlator.Ingest.Grpc;

namespace Correlator.Tests.Ingest.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("10S", 10_000)]
    [InlineData("250m", 250)]
    [InlineData("5000u", 5)]
    [InlineData("99999999n", 99.9999)]
    public void TryParse_EachUnit_IsItsLength(string header, double milliseconds)
    {
        GrpcTimeout.TryParse(header, out var timeout).ShouldBeTrue();
        timeout.TotalMilliseconds.ShouldBe(milliseconds, 0.001);
    }

    [Fact]
    public void TryParse_LongestSpelling_IsBounded()
    {
        GrpcTimeout.TryParse("99999999H", out var timeout).ShouldBeTrue();
        timeout.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("10s")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void TryParse_NotATimeout_IsFalse(string header) => GrpcTimeout.TryParse(header, out _).ShouldBeFalse();
}
