namespace Correlator.GraphQL.Paging;

/// <summary>Makes pages.</summary>
public static class Connection
{
    /// <summary>The page of what a store read: one item more than the page has, to know whether more follows, and in the direction of the page.</summary>
    public static Connection<T> OfOneMore<T>(IReadOnlyList<T> items, PagingArguments arguments, Func<T, string> cursor, int? totalCount = null)
    {
        var more = items.Count > arguments.Size;
        var page = items.Take(arguments.Size);
        Edge<T>[] edges = [.. (arguments.IsBackward ? page.Reverse() : page).Select(item => new Edge<T>(item, cursor(item)))];
        var (next, previous) = arguments.IsBackward ? (arguments.Before is not null, more) : (more, arguments.After is not null);
        var pageInfo = new PageInfo(next, previous, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
        return new Connection<T>(edges, pageInfo) { TotalCount = totalCount };
    }
}
