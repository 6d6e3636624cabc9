namespace Correlator.GraphQL.Paging;

/// <summary>A page of items (Relay's cursor connections).</summary>
/// <param name="Edges">The items with their cursors.</param>
/// <param name="PageInfo">Where the page stands among the others.</param>
public sealed record Connection<T>(IReadOnlyList<Edge<T>> Edges, PageInfo PageInfo)
{
    /// <summary>How many items there are on all pages.</summary>
    public int? TotalCount { get; init; }
}
