using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Blocks and the index from traces to blocks.</summary>
internal static class BlockWriter
{
    /// <summary>
    /// The id of one of a batch's blocks of a signal. It has fewer than 2^20 of them (2 billion records, more than memory holds), so their ids need no round
    /// trip of their own, and nobody has to look for them.
    /// </summary>
    public static long Id(long batchId, int index) => (batchId << 20) + index;

    /// <summary>The blocks that a batch has of a signal.</summary>
    public static void Add(NpgsqlBatch rows, int tenantId, long batchId, DateOnly today, IReadOnlyList<EncodedBlock> blocks, Signal signal)
    {
        for (var index = 0; index < blocks.Count; index++)
        {
            Add(rows, tenantId, batchId, Id(batchId, index), today, blocks[index], signal, BlockBody.Format);
        }
    }

    /// <param name="suffix">Of the tables' names: a constant of ours.</param>
    public static void Add(
        NpgsqlBatch rows,
        int tenantId,
        long batchId,
        long blockId,
        DateOnly day,
        EncodedBlock block,
        Signal signal,
        short format,
        string suffix = "")
    {
        if (signal == Signal.Traces)
        {
            rows.Add(
                $"""
                INSERT INTO span_block{suffix} (
                    received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, functions, format, bloom, body)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                day, blockId, tenantId, batchId, block.MinNano, block.MaxNano, block.Records, block.Errors, block.Functions, format, block.Bloom, block.Body);
        }
        else
        {
            rows.Add(
                $"""
                INSERT INTO log_block{suffix} (
                    received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, severities, functions, format, bloom, body)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                day, blockId, tenantId, batchId, block.MinNano, block.MaxNano, block.Records, block.Errors, block.Severities,
                block.Functions, format, block.Bloom, block.Body);
        }

        if (block.Traces.Length > 0)
        {
            rows.Add(
                $"""
                INSERT INTO trace_block{suffix} (trace_id, block_id, tenant_id, received_on, signal)
                SELECT trace_id, $2, $3, $4, $5 FROM unnest($1) AS trace_id
                """,
                Array.ConvertAll(block.Traces, trace => trace.ToGuid()), blockId, tenantId, day, (short)signal);
        }
    }
}
