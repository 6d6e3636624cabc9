namespace Correlator.GraphQL.Paging;

/// <summary>An item of a page.</summary>
/// <param name="Node">The item.</param>
/// <param name="Cursor">Names the place of the item.</param>
public sealed record Edge<T>(T Node, string Cursor);
