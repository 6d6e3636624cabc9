using Correlator.Correlation;
using Correlator.GraphQL;

namespace Correlator.Query.Graph;

/// <summary>The range of minutes that somebody asks for. Whole minutes: all who ask for the last hour in one request ask for the same.</summary>
internal static class Minutes
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static MinuteRange Of(int id, DateTimeOffset? from, DateTimeOffset? until, TimeProvider time)
    {
        var last = Minute((until ?? time.GetUtcNow().AddMinutes(1)).UtcDateTime);
        var first = from is { } given ? Minute(given.UtcDateTime) : last - Usual;
        return last - first <= Longest
            ? new MinuteRange(id, first, last)
            : throw new GraphQLException($"Numbers are summed over {Longest.TotalDays:0} days at most.");
    }

    private static DateTime Minute(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMinute));
}
