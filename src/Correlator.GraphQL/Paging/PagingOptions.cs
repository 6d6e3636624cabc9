namespace Correlator.GraphQL.Paging;

/// <summary>The sizes of pages where a field does not say its own.</summary>
public sealed class PagingOptions
{
    /// <summary>The page without <c>first</c> or <c>last</c>.</summary>
    public int DefaultPageSize { get; set; } = 10;

    /// <summary>The largest page.</summary>
    public int MaxPageSize { get; set; } = 50;

    /// <summary>Whether connections have <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }
}
