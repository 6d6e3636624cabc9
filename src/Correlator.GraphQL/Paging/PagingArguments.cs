namespace Correlator.GraphQL.Paging;

/// <summary>What page is asked for: sizes are filled in and within the limits of the field, and never both directions at once.</summary>
/// <param name="First">The size of a page forward; null if it is one backward.</param>
/// <param name="After">The cursor that the page forward follows.</param>
/// <param name="Last">The size of a page backward.</param>
/// <param name="Before">The cursor that the page backward ends before.</param>
/// <param name="IncludeTotalCount">Whether <c>totalCount</c> is asked for.</param>
public readonly record struct PagingArguments(int? First, string? After, int? Last, string? Before, bool IncludeTotalCount = false)
{
    /// <summary>The size of the page, in either direction.</summary>
    public int Size => First ?? Last ?? 0;

    /// <summary>Whether the page ends before a cursor instead of following one.</summary>
    public bool IsBackward => First is null;
}
