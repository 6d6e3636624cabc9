namespace Correlator.Storage.Paging;

/// <summary>A part of an ordered list, in its order.</summary>
/// <param name="HasPrevious">There is more before it; after a place, there is at least that place.</param>
/// <param name="HasNext">There is more behind it.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, bool HasPrevious, bool HasNext)
{
    /// <summary>Makes a page of rows in the order in which the window reads them, one more than it wants if there are more.</summary>
    public static Page<T> Of<TPlace>(IEnumerable<T> rows, PageWindow<TPlace> window)
        where TPlace : class
    {
        var items = rows.ToList();
        var hasMore = items.Count > window.Limit;
        if (hasMore)
        {
            items.RemoveAt(window.Limit);
        }

        if (window.FromEnd)
        {
            items.Reverse();
            return new Page<T>(items, hasMore, window.Before is not null);
        }

        return new Page<T>(items, window.After is not null, hasMore);
    }
}
