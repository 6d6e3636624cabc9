using Correlator.Hosting.Cli;

namespace Correlator.Tests.Hosting;

public sealed class TokenLifeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90d", "2026-07-30T10:00:00Z")]
    [InlineData("12h", "2026-05-01T22:00:00Z")]
    [InlineData("5m", "2026-05-01T10:05:00Z")]
    [InlineData("2027-01-31", "2027-01-31T00:00:00Z")]
    [InlineData("2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00Z")]
    public void TryParse_TimeOrDate_IsRead(string typed, string until)
    {
        TokenLife.TryParse(typed, out var life).ShouldBeTrue();

        life.Until(Now).ShouldBe(DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("0d")]
    [InlineData("-3d")]
    [InlineData("99999d")]
    [InlineData("31.1.2027")]
    public void TryParse_AnythingElse_IsNot(string typed) => TokenLife.TryParse(typed, out _).ShouldBeFalse();
}
