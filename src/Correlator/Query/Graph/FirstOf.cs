namespace Correlator.Query.Graph;

/// <summary>So many parts of something: what a loader of parts is asked for.</summary>
internal readonly record struct FirstOf<T>(T Whole, int First)
{
    /// <summary>One statement reads for all who ask what the most demanding of them wants.</summary>
    public static int Most(IEnumerable<FirstOf<T>> keys) => keys.Max(key => key.First);
}
