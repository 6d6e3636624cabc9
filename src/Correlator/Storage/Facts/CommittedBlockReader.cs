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
    /// <summary>Batch by batch of a signal; whoever takes a block disposes of it.</summary>
    /// <exception cref="CorruptBlockException">A block is damaged, or blocks are missing.</exception>
    public static async IAsyncEnumerable<(long BatchId, TelemetryBatch Block)> ReadAsync(
        NpgsqlDataSource database,
        int tenantId,
        CommittedBatch[] batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = batches.Sum(batch => (long)batch.Records);
        var days = batches.Select(batch => batch.ReceivedOn).Distinct().ToArray();
        await using var rows = database.CreateBatch();
        rows.Add(Select("span_block"), Ids(batches, batch => batch.SpanBlocks), days, tenantId);
        rows.Add(Select("log_block"), Ids(batches, batch => batch.LogBlocks), days, tenantId);
        await using var reader = await rows.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        foreach (var signal in new[] { Signal.Traces, Signal.Logs })
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

    private static long[] Ids(CommittedBatch[] batches, Func<CommittedBatch, int> blocks) =>
        [.. batches.SelectMany(batch => Enumerable.Range(0, blocks(batch)).Select(index => BlockWriter.Id(batch.BatchId, index)))];

    /// <summary>$1 ids of blocks, gathered again so that they are no constants to the planner; $2 their days of receipt, $3 the tenant.</summary>
    private static string Select(string table) =>
        $"""
        SELECT batch_id, records, octet_length(body), body FROM {table}
        WHERE block_id = ANY(ARRAY(SELECT unnest($1))) AND received_on = ANY($2) AND tenant_id = $3
        ORDER BY block_id
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
