namespace Correlator.GraphQL.Annotations;

/// <summary>The field is a connection. The method returns a <see cref="Paging.Connection{T}" /> for the <see cref="Paging.PagingArguments" /> that it takes,
/// or a list that is cut into pages here.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public class UsePagingAttribute : Attribute
{
    /// <summary>The page without <c>first</c> or <c>last</c>; by default that of the options.</summary>
    public int DefaultPageSize { get; init; }

    /// <summary>The largest page; by default that of the options.</summary>
    public int MaxPageSize { get; init; }

    /// <summary>Whether the connection has <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; init; }

    /// <summary>The name before <c>Connection</c> and <c>Edge</c>; by default that of the type of the nodes.</summary>
    public string? ConnectionName { get; init; }
}
