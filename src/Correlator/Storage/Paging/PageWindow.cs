namespace Correlator.Storage.Paging;

/// <summary>Which part of an ordered list is read: so many from its beginning, or from its end, between two places that do not belong to it.</summary>
/// <param name="Limit">Most rows, at least one.</param>
internal sealed record PageWindow<TPlace>(int Limit)
    where TPlace : class
{
    public TPlace? After { get; init; }
    public TPlace? Before { get; init; }

    /// <summary>The last rows instead of the first; they are given in the list's order all the same.</summary>
    public bool FromEnd { get; init; }

    /// <summary>Rows to read: one more than wanted tells whether there are more.</summary>
    public int ReadLimit => Limit + 1;
}
