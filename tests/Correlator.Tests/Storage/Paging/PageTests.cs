using Correlator.Storage.Paging;

namespace Correlator.Tests.Storage.Paging;

public sealed class PageTests
{
    private static readonly TimePlace Somewhere = new(DateTime.UnixEpoch, Guid.Empty);

    [Fact]
    public void Of_OneRowMoreThanWanted_HasNext() => Check(new PageWindow<TimePlace>(2), [1, 2, 3], [1, 2], hasPrevious: false, hasNext: true);

    [Fact]
    public void Of_LastRowsAfterAPlace_HasPreviousOnly() =>
        Check(new PageWindow<TimePlace>(2) { After = Somewhere }, [1, 2], [1, 2], hasPrevious: true, hasNext: false);

    [Fact]
    public void Of_RowsReadFromTheEnd_AreInTheListsOrder() =>
        Check(new PageWindow<TimePlace>(2) { FromEnd = true }, [9, 8, 7], [8, 9], hasPrevious: true, hasNext: false);

    [Fact]
    public void Of_FirstRowsBeforeAPlace_HasNextOnly() =>
        Check(new PageWindow<TimePlace>(2) { FromEnd = true, Before = Somewhere }, [2, 1], [1, 2], hasPrevious: false, hasNext: true);

    [Fact]
    public void Of_NoRows_IsEmpty() => Check(new PageWindow<TimePlace>(2), [], [], hasPrevious: false, hasNext: false);

    private static void Check(PageWindow<TimePlace> window, int[] read, int[] items, bool hasPrevious, bool hasNext)
    {
        var page = Page<int>.Of(read, window);

        page.Items.ShouldBe(items);
        (page.HasPrevious, page.HasNext).ShouldBe((hasPrevious, hasNext));
    }
}
