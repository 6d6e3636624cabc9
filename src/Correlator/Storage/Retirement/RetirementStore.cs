using Npgsql;

namespace Correlator.Storage.Retirement;

/// <summary>Deletes <see cref="RetiredRows"/>. Each portion is a transaction; killed between two, the rest goes the next time.</summary>
internal sealed class RetirementStore(NpgsqlDataSource database)
{
    /// <summary>
    /// A server remembers for a day that it has told of a series, and its clock may be an hour off: nothing goes that one may still count on.
    /// </summary>
    private const int Margin = 2;
    private const int Portion = 10_000;

    /// <param name="oldest">The first day that is kept of what tells of these rows.</param>
    /// <returns>How many rows went.</returns>
    public async Task<int> DeleteAsync(RetiredRows rows, DateOnly oldest, CancellationToken cancellationToken)
    {
        var before = oldest.AddDays(-Margin);
        var deleted = 0;
        int portion;
        do
        {
            portion = await database.ExecuteAsync(
                $"""
                DELETE FROM {rows.Table}
                WHERE ctid = ANY(ARRAY(SELECT ctid FROM {rows.Table} WHERE {rows.LastSeen} < @before LIMIT {Portion} FOR UPDATE SKIP LOCKED))
                """,
                new { before },
                cancellationToken);
            deleted += portion;
        }
        while (portion == Portion);
        return deleted;
    }
}
