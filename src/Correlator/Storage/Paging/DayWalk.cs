namespace Correlator.Storage.Paging;

/// <summary>
/// The ranges of days in which a page of a table with daily partitions is looked for, one after the other until the page is full. What is asked for is mostly
/// found in the first days, and a statement over all partitions takes longer to plan than one over few takes to run.
/// </summary>
internal static class DayWalk
{
    /// <summary>Days from the beginning of the walk to the end of each range but the last: four statements at most.</summary>
    private static readonly int[] Reaches = [2, 8, 32];
    private static readonly DayRange[] All = [default];

    /// <param name="from">Nothing before it is wanted. A page from the list's end begins there, or at its cursor; without either nobody knows
    /// which day is the oldest, and all are looked at.</param>
    /// <param name="until">Nothing after it is wanted.</param>
    public static IEnumerable<DayRange> Ranges(DateTime? from, DateTime? until, PageWindow<TimePlace> window, DateTime now)
    {
        var today = DateOnly.FromDateTime(now);
        var (oldest, newest) = (Day(window.Before?.At ?? from), Day(window.After?.At ?? until));
        return window.FromEnd ? oldest is { } first ? Forth(first, newest ?? today) : All : Back(newest < today ? newest.Value : today, oldest);
    }

    private static IEnumerable<DayRange> Back(DateOnly start, DateOnly? oldest)
    {
        DateOnly? until = null;
        foreach (var reach in Reaches.TakeWhile(reach => start.DayNumber >= reach))
        {
            var from = start.AddDays(1 - reach);
            if (from <= oldest)
            {
                break;
            }

            yield return new DayRange(from, until);
            until = from.AddDays(-1);
        }

        yield return new DayRange(null, until);
    }

    private static IEnumerable<DayRange> Forth(DateOnly start, DateOnly newest)
    {
        DateOnly? from = null;
        foreach (var reach in Reaches.TakeWhile(reach => start.DayNumber < DateOnly.MaxValue.DayNumber - reach))
        {
            var until = start.AddDays(reach - 1);
            if (until >= newest)
            {
                break;
            }

            yield return new DayRange(from, until);
            from = until.AddDays(1);
        }

        yield return new DayRange(from, null);
    }

    private static DateOnly? Day(DateTime? time) => time is { } known ? DateOnly.FromDateTime(known) : null;
}
