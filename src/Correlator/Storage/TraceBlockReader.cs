using System.Runtime.CompilerServices;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.Storage;

/// <summary>The blocks that hold some traces, found through the trace index.</summary>
internal static class TraceBlockReader
{
    /// <param name="table">span_block or log_block: a constant of ours.</param>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        NpgsqlDataSource database,
        string table,
        Signal signal,
        int tenantId,
        IReadOnlyCollection<TraceId> traces,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);

        // Two steps by arrays of ids, so that both tables may be distributed by their own key.
        var (blocks, days) = (new HashSet<long>(), new HashSet<DateOnly>());
        const string Find = "SELECT block_id, received_on FROM trace_block WHERE trace_id = ANY(@traces) AND tenant_id = @tenant AND signal = @signal";
        await using (var index = new NpgsqlCommand(Find, connection))
        {
            index.Parameters.AddWithValue("traces", traces.Select(trace => trace.ToGuid()).ToArray());
            index.Parameters.AddWithValue("tenant", tenantId);
            index.Parameters.AddWithValue("signal", (short)signal);
            await using var rows = await index.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                blocks.Add(rows.GetInt64(0));
                days.Add(rows.GetFieldValue<DateOnly>(1));
            }
        }

        if (blocks.Count == 0)
        {
            yield break;
        }

        await using var command = new NpgsqlCommand(
            $"SELECT body FROM {table} WHERE block_id = ANY(@blocks) AND received_on = ANY(@days) AND tenant_id = @tenant",
            connection);
        command.Parameters.AddWithValue("blocks", blocks.ToArray());
        command.Parameters.AddWithValue("days", days.ToArray());
        command.Parameters.AddWithValue("tenant", tenantId);
        await using var bodies = await command.ExecuteReaderAsync(cancellationToken);
        while (await bodies.ReadAsync(cancellationToken))
        {
            yield return bodies.GetFieldValue<byte[]>(0);
        }
    }
}
