using Correlator.Storage.Schema;

namespace Correlator.Storage.Retirement;

/// <summary>Rows that have no day of their own, and so no partition: they go when nothing has told of them for as long as what tells of them is kept.</summary>
/// <param name="Table">Where they are.</param>
/// <param name="LastSeen">The column, a date or a time, of when something told of them last.</param>
/// <param name="Retention">How long what tells of them is kept.</param>
internal sealed record RetiredRows(string Table, string LastSeen, Retention Retention)
{
    public static IReadOnlyList<RetiredRows> All { get; } =
    [
        new("metric_series", "last_seen_on", Retention.Metrics),
        new("instance", "last_seen_on", Retention.Traces),
        new("set_aside_key", "last_seen_at", Retention.Results),
        new("finding", "until", Retention.Results),
    ];
}
