namespace Correlator.GraphQL.Limits;

/// <summary>How much of something a selection asks for, with its fragments spread.</summary>
internal readonly record struct Extent(int Depth, long Fields, long Aliases)
{
    private const long Plenty = 1L << 40;

    /// <summary>Both next to each other.</summary>
    public Extent Beside(Extent other) => new(Math.Max(Depth, other.Depth), Math.Min(Fields + other.Fields, Plenty), Math.Min(Aliases + other.Aliases, Plenty));
}
