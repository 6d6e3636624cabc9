namespace Correlator.GraphQL.Paging;

/// <summary>Where a page stands among the others.</summary>
/// <param name="HasNextPage">Whether more follows.</param>
/// <param name="HasPreviousPage">Whether something stands before.</param>
/// <param name="StartCursor">The cursor of the first item.</param>
/// <param name="EndCursor">The cursor of the last item.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
