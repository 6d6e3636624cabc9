using Correlator.GraphQL.Paging;
using Correlator.Storage.Paging;

namespace Correlator.Query.Graph;

/// <summary>Between the stores' pages and connections.</summary>
internal static class Pages
{
    public static PageWindow<TimePlace> ByTime(PagingArguments arguments) => Window(arguments, Places.Time);

    public static PageWindow<NamePlace> ByName(PagingArguments arguments) => Window(arguments, Places.Name);

    public static async Task<Connection<T>> ConnectAsync<T>(Task<Page<T>> reading, Func<T, string> cursor)
    {
        var page = await reading;
        Edge<T>[] edges = [.. page.Items.Select(item => new Edge<T>(item, cursor(item)))];
        return new Connection<T>(edges, new PageInfo(page.HasNext, page.HasPrevious, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    private static PageWindow<TPlace> Window<TPlace>(PagingArguments arguments, Func<string, TPlace> place)
        where TPlace : class => new(arguments.Size)
        {
            After = arguments.After is { } after ? place(after) : null,
            Before = arguments.Before is { } before ? place(before) : null,
            FromEnd = arguments.IsBackward,
        };
}
