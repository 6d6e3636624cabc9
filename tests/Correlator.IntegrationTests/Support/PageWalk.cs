using Correlator.Storage.Paging;

namespace Correlator.IntegrationTests.Support;

/// <summary>Reads a list page by page, from its beginning or from its end.</summary>
internal static class PageWalk
{
    /// <summary>All rows in the list's order, whichever way it was walked.</summary>
    public static async Task<IReadOnlyList<T>> AllAsync<T, TPlace>(int size, bool fromEnd, Func<PageWindow<TPlace>, Task<Page<T>>> read, Func<T, TPlace> place)
        where TPlace : class
    {
        var all = new List<T>();
        var window = new PageWindow<TPlace>(size) { FromEnd = fromEnd };
        while (true)
        {
            var page = await read(window);
            page.Items.Count.ShouldBeLessThanOrEqualTo(size);
            all.InsertRange(fromEnd ? 0 : all.Count, page.Items);
            if (!(fromEnd ? page.HasPrevious : page.HasNext))
            {
                return all;
            }

            page.Items.Count.ShouldBe(size);
            window = fromEnd ? window with { Before = place(page.Items[0]) } : window with { After = place(page.Items[^1]) };
        }
    }
}
