namespace Correlator.Tests.Support;

internal static class LongListAssertions
{
    /// <summary>As ShouldBe, which takes microseconds an item by reflection: it is asked only to tell the difference when there is one.</summary>
    public static void ShouldBeInOrder<T>(this IEnumerable<T> actual, IEnumerable<T> expected)
    {
        T[] found = [.. actual];
        T[] wanted = [.. expected];
        if (!found.SequenceEqual(wanted))
        {
            found.ShouldBe(wanted);
        }
    }
}
