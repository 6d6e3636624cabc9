using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Blocks and the index from traces to blocks.</summary>
internal sealed class BlockRowsWriter : IDisposable
{
    private const string SpanCopy = "COPY span_block (received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, functions, format, bloom, body) FROM STDIN (FORMAT BINARY)";
    private const string LogCopy =
        "COPY log_block (received_on, block_id, tenant_id, batch_id, min_nano, max_nano, records, errors, severities, functions, format, bloom, body) FROM STDIN (FORMAT BINARY)";

    private const string TraceCopy = "COPY trace_block (trace_id, block_id, tenant_id, received_on, signal) FROM STDIN (FORMAT BINARY)";
    private readonly CopyBuffer _blocks = new();
    private readonly CopyBuffer _traces = new();

    public async Task WriteAsync(
        NpgsqlConnection connection, int tenantId, long batchId, DateOnly today, IReadOnlyList<EncodedBlock> blocks, Signal signal, CancellationToken cancellationToken)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        _blocks.Clear();
        _traces.Clear();
        for (var index = 0; index < blocks.Count; index++)
        {
            // A batch has fewer than 2^20 blocks of a signal (2 billion records, more than memory holds): ids need no round trip of their own.
            var blockId = (batchId << 20) + index;
            AddBlock(blocks[index], blockId, tenantId, batchId, today, signal);
            foreach (var trace in blocks[index].Traces)
            {
                _traces.Row(5);
                _traces.TraceId(trace);
                _traces.Int64(blockId);
                _traces.Int32(tenantId);
                _traces.Date(today);
                _traces.Int16((short)signal);
            }
        }

        await Copy.SendAsync(connection, signal == Signal.Traces ? SpanCopy : LogCopy, _blocks, cancellationToken);
        await Copy.SendAsync(connection, TraceCopy, _traces, cancellationToken);
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _traces.Dispose();
    }

    private void AddBlock(EncodedBlock block, long blockId, int tenantId, long batchId, DateOnly today, Signal signal)
    {
        _blocks.Row(signal == Signal.Traces ? (short)12 : (short)13);
        _blocks.Date(today);
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
        _blocks.Int16(BlockBody.Format);
        _blocks.Bytes(block.Bloom);
        _blocks.Bytes(block.Body);
    }
}
