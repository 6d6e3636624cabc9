using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Blocks and the index from traces to blocks.</summary>
/// <param name="suffix">Of the tables' names: a constant of ours.</param>
internal sealed class BlockRowsWriter(string suffix = "") : IDisposable
{
    private readonly string _spanCopy = $"COPY span_block{suffix} (received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, functions, format, bloom, body) FROM STDIN (FORMAT BINARY)";
    private readonly string _logCopy =
        $"COPY log_block{suffix} (received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, severities, functions, format, bloom, body) FROM STDIN (FORMAT BINARY)";

    private readonly string _traceCopy = $"COPY trace_block{suffix} (trace_id, block_id, tenant_id, received_on, signal) FROM STDIN (FORMAT BINARY)";
    private readonly CopyBuffer _blocks = new();
    private readonly CopyBuffer _traces = new();

    /// <summary>The blocks that a batch has of a signal.</summary>
    public Task WriteAsync(
        NpgsqlConnection connection, int tenantId, long batchId, DateOnly today, IReadOnlyList<EncodedBlock> blocks, Signal signal, CancellationToken cancellationToken) =>

        // A batch has fewer than 2^20 blocks of a signal (2 billion records, more than memory holds): ids need no round trip of their own.
        WriteAsync(connection, tenantId, batchId, batchId << 20, today, blocks, signal, BlockBody.Format, cancellationToken);

    public async Task WriteAsync(
        NpgsqlConnection connection, int tenantId, long batchId, long firstBlockId, DateOnly day, IReadOnlyList<EncodedBlock> blocks, Signal signal, short format, CancellationToken cancellationToken)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        _blocks.Clear();
        _traces.Clear();
        for (var index = 0; index < blocks.Count; index++)
        {
            var blockId = firstBlockId + index;
            AddBlock(blocks[index], blockId, tenantId, batchId, day, signal, format);
            foreach (var trace in blocks[index].Traces)
            {
                _traces.Row(5);
                _traces.TraceId(trace);
                _traces.Int64(blockId);
                _traces.Int32(tenantId);
                _traces.Date(day);
                _traces.Int16((short)signal);
            }
        }

        await Copy.SendAsync(connection, signal == Signal.Traces ? _spanCopy : _logCopy, _blocks, cancellationToken);
        await Copy.SendAsync(connection, _traceCopy, _traces, cancellationToken);
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _traces.Dispose();
    }

    private void AddBlock(EncodedBlock block, long blockId, int tenantId, long batchId, DateOnly day, Signal signal, short format)
    {
        _blocks.Row(signal == Signal.Traces ? (short)12 : (short)13);
        _blocks.Date(day);
        _blocks.Int64(blockId);
        _blocks.Int32(tenantId);
        _blocks.Int64(batchId);
        _blocks.Int64(block.MinNano);
        _blocks.Int64(block.MaxNano);
        _blocks.Int32(block.Records);
        _blocks.Int32(block.Errors);
        if (signal == Signal.Logs)
        {
            _blocks.Int32(block.Severities);
        }

        _blocks.Int32Array(block.Functions);
        _blocks.Int16(format);
        _blocks.Bytes(block.Bloom);
        _blocks.Bytes(block.Body);
    }
}
