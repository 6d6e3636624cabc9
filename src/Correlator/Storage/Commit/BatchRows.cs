using Npgsql;

namespace Correlator.Storage.Commit;

internal static class BatchRows
{
    /// <summary>One more statement of the batch, with the values of <c>$1</c>, <c>$2</c> and so on.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
