using Correlator.Storage.Notices;

namespace Correlator.Tests.Storage.Notices;

public sealed class ChangeNoticeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(240)]
    [InlineData(241)]
    [InlineData(960)]
    public void Payloads_OfSomeIds_AreReadBackAndFit(int count)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];

        var payloads = ChangeNotice.Payloads(ChangeKind.Journeys, int.MaxValue, ids);

        payloads.ShouldAllBe(payload => payload.Length < 8000);
        payloads.SelectMany(IdsIn).ShouldBe(ids);

        static IReadOnlyCollection<Guid> IdsIn(string payload)
        {
            ChangeNotice.TryParse(payload, out var notice).ShouldBeTrue();
            (notice.Kind, notice.TenantId).ShouldBe((ChangeKind.Journeys, int.MaxValue));
            return notice.Ids;
        }
    }

    [Fact]
    public void Payloads_OfTooManyIds_IsOneThatListsNone()
    {
        var payload = ChangeNotice.Payloads(ChangeKind.Findings, 1, [.. Enumerable.Range(0, 961).Select(_ => Guid.NewGuid())]).ShouldHaveSingleItem();

        ChangeNotice.TryParse(payload, out var notice).ShouldBeTrue();
        notice.ShouldNotBeNull().Ids.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Journeys")]
    [InlineData("Journeys:x:")]
    [InlineData("Weather:1:")]
    [InlineData("Journeys:1:zz")]
    public void TryParse_SomethingElse_IsFalse(string payload) => ChangeNotice.TryParse(payload, out _).ShouldBeFalse();
}
