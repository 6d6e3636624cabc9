using System.Runtime.CompilerServices;
using Npgsql;

namespace Correlator.Storage;

/// <summary>The blocks of a time range, newest end first: first their filters, and a body only when it is asked for.</summary>
internal static class BlockScanReader
{
    /// <param name="table">span_block or log_block: a constant of ours.</param>
    /// <param name="condition">A further condition on the block row, composed of constants and numbers only.</param>
    public static async IAsyncEnumerable<(byte[] Bloom, Func<CancellationToken, Task<byte[]>> Load, long MaxNano)> ReadAsync(
        NpgsqlDataSource database,
        string table,
        int tenantId,
        long fromNano,
        long untilNano,
        IReadOnlyList<int> functionIds,
        string condition,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blocks = new List<(long Id, DateOnly Day, long Max, byte[] Bloom)>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(
            $"""
            SELECT block_id, received_on, max_nano, bloom FROM {table}
            WHERE tenant_id = @tenant AND max_nano >= @from AND min_nano < @until AND (cardinality(@functions) = 0 OR functions && @functions) AND {condition}
            ORDER BY max_nano DESC
            """,
            connection))
        {
            command.Parameters.AddWithValue("tenant", tenantId);
            command.Parameters.AddWithValue("from", fromNano);
            command.Parameters.AddWithValue("until", untilNano);
            command.Parameters.AddWithValue("functions", functionIds.ToArray());
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                blocks.Add((rows.GetInt64(0), rows.GetFieldValue<DateOnly>(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)));
            }
        }

        foreach (var block in blocks)
        {
            yield return (block.Bloom, token => BodyAsync(connection, table, tenantId, block.Id, block.Day, token), block.Max);
        }
    }

    private static async Task<byte[]> BodyAsync(
        NpgsqlConnection connection,
        string table,
        int tenantId,
        long blockId,
        DateOnly day,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT body FROM {table} WHERE block_id = @block AND received_on = @day AND tenant_id = @tenant",
            connection);
        command.Parameters.AddWithValue("block", blockId);
        command.Parameters.AddWithValue("day", day);
        command.Parameters.AddWithValue("tenant", tenantId);
        return (byte[])(await command.ExecuteScalarAsync(cancellationToken)
            ?? throw new InvalidOperationException($"Block {blockId} was dropped while it was read."));
    }
}
