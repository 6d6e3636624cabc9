using Correlator.Storage.Paging;
using FsCheck;
using FsCheck.Fluent;

namespace Correlator.Tests.Storage.Paging;

public sealed class DayWalkTests
{
    private static readonly DateTime Now = new(2026, 5, 20, 13, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Ranges_WithoutBounds_GoBackInWideningSteps() =>
        Walk(null, null, fromEnd: false).ShouldBe("2026-05-19.. 2026-05-13..2026-05-18 2026-04-19..2026-05-12 ..2026-04-18");

    [Fact]
    public void Ranges_UntilAndFrom_AreNotLeft() =>
        Walk(Now.AddDays(-20), Now.AddDays(-10), fromEnd: false).ShouldBe("2026-05-09.. 2026-05-03..2026-05-08 ..2026-05-02");

    [Fact]
    public void Ranges_UntilLaterThanNow_BeginToday() =>
        Walk(null, Now.AddDays(400), fromEnd: false).ShouldStartWith("2026-05-19.. ");

    [Fact]
    public void Ranges_BehindAPlace_BeginThere()
    {
        var window = new PageWindow<TimePlace>(20) { After = new TimePlace(Now.AddDays(-10), Guid.Empty) };

        DayWalk.Ranges(null, Now, window, Now).First().ShouldBe(new DayRange(new DateOnly(2026, 5, 9), null));
    }

    [Fact]
    public void Ranges_OfOneDay_AreOne() => Walk(Now, null, fromEnd: false).ShouldBe("..");

    [Fact]
    public void Ranges_FromEnd_GoForthFromTheOldest() =>
        Walk(Now.AddDays(-9), null, fromEnd: true).ShouldBe("..2026-05-12 2026-05-13..2026-05-18 2026-05-19..");

    [Fact]
    public void Ranges_FromEndWithoutOldest_AreOne() => Walk(null, Now, fromEnd: true).ShouldBe("..");

    [Fact]
    public void Ranges_OfAnyBounds_CoverEachDayOnceInOrder() =>
        Prop.ForAll(
            Gen.Elements<int?>(null, 0, 1, 400, 700_000, 739_390, DateOnly.MaxValue.DayNumber).Two()
                .SelectMany(bounds => Gen.Elements(true, false).Select(fromEnd => (bounds.Item1, bounds.Item2, fromEnd)))
                .ToArbitrary(),
            given =>
            {
                DayRange[] ranges = [.. DayWalk.Ranges(Time(given.Item1), Time(given.Item2), Window(given.fromEnd), Now)];
                DayRange[] rising = given.fromEnd ? ranges : [.. ranges.Reverse()];
                return ranges.Length <= 4 && rising[0].From is null && rising[^1].Until is null
                    && rising.Zip(rising.Skip(1)).All(pair => pair.First.Until is { } until && pair.Second.From == until.AddDays(1))
                    && rising.All(range => !(range.From > range.Until));
            }).QuickCheckThrowOnFailure();

    private static PageWindow<TimePlace> Window(bool fromEnd) => new(20) { FromEnd = fromEnd };

    private static DateTime? Time(int? day) => day is { } number ? DateOnly.FromDayNumber(number).ToDateTime(default) : null;

    private static string Walk(DateTime? from, DateTime? until, bool fromEnd) =>
        string.Join(' ', DayWalk.Ranges(from, until, Window(fromEnd), Now).Select(range => $"{range.From:yyyy-MM-dd}..{range.Until:yyyy-MM-dd}"));
}
