using System.Buffers;
using System.Data;
using System.Runtime.CompilerServices;
using Correlator.Storage.Blocks;
using Correlator.Storage.Commit;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Npgsql;

namespace Correlator.Storage.Facts;

/// <summary>
/// Reads the blocks of committed batches, one after the other; on a connection of its own, so that the tables are locked against their exchange by sealed ones
/// no longer than that takes.
/// </summary>
internal static class CommittedBlockReader
{
    private static readonly (Signal Signal, string Sql)[] Tables = [(Signal.Traces, Select("span_block")), (Signal.Logs, Select("log_block"))];

    /// <summary>Batch by batch of a signal; whoever takes a block disposes of it.</summary>
    /// <exception cref="CorruptBlockException">A block is damaged, or blocks are missing.</exception>
    public static async IAsyncEnumerable<(long BatchId, TelemetryBatch Block)> ReadAsync(
        NpgsqlDataSource database,
        int tenantId,
        CommittedBatch[] batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = batches.Sum(batch => (long)batch.Records);
        await using var rows = database.CreateBatch();
        foreach (var (_, sql) in Tables)
        {
            rows.Add(sql, Array.ConvertAll(batches, batch => batch.BatchId), Array.ConvertAll(batches, batch => batch.ReceivedOn), tenantId);
        }

        await using var reader = await rows.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        foreach (var (signal, _) in Tables)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var batchId = reader.GetInt64(0);
                missing -= reader.GetInt32(1);
                yield return (batchId, await DecodeAsync(reader, reader.GetInt32(2), signal, tenantId, cancellationToken));
            }

            await reader.NextResultAsync(cancellationToken);
        }

        if (missing != 0)
        {
            throw new CorruptBlockException($"{missing} records of batches {batches[0].BatchId} to {batches[^1].BatchId} are in no block");
        }
    }

    /// <summary>By the range of their ids, which begin with the batch's. $1 batches, $2 their days of receipt, $3 the tenant.</summary>
    private static string Select(string table) =>
        $"""
        SELECT b.id, block.records, octet_length(block.body), block.body
        FROM unnest($1, $2) AS b (id, day)
        CROSS JOIN LATERAL (
            SELECT block_id, records, body FROM {table}
            WHERE received_on = b.day AND block_id >= b.id << 20 AND block_id < (b.id + 1) << 20 AND tenant_id = $3) AS block
        ORDER BY block.block_id
        """;

    /// <summary>Reads a body into a kept buffer: arrays of such sizes would lie among the large objects, which are seldom collected.</summary>
    private static async ValueTask<TelemetryBatch> DecodeAsync(
        NpgsqlDataReader reader,
        int length,
        Signal signal,
        int tenantId,
        CancellationToken cancellationToken)
    {
        var body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await using var stream = await reader.GetStreamAsync(3, cancellationToken);
            await stream.ReadExactlyAsync(body.AsMemory(0, length), cancellationToken);
            return BatchBlockDecoder.Decode(body.AsSpan(0, length), signal, tenantId);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }
}
