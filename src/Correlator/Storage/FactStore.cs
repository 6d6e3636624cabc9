using System.Buffers.Binary;
using Correlator.Storage.Blocks;
using Correlator.Storage.Commit;
using Dapper;
using Npgsql;

namespace Correlator.Storage;

/// <summary>
/// Stores the facts that wait packed in the ledger. Copied in the transaction that marks their batches: killed before its commit nothing has changed;
/// run twice, or by two servers at once, the second finds them marked.
/// </summary>
internal sealed class FactStore(NpgsqlDataSource database, StorageMetrics metrics, ILogger<FactStore> logger)
{
    /// <summary>Packed bytes taken up at once, to bound memory; some ten times as much unpacked.</summary>
    private const int MaxPackedBytes = 1 << 20;

    /// <returns>How many batches were taken up.</returns>
    public async Task<int> StoreNextAsync(int tenantId, int maxBatches, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(tenantId, maxBatches, cancellationToken);
        }
        catch (Exception exception) when (maxBatches > 1 && IsOfTheData(exception))
        {
            // One batch spoils the transaction of all: each gets its own.
            return await StoreNextAsync(tenantId, 1, cancellationToken);
        }
        catch (Exception exception) when (IsOfTheData(exception))
        {
            return await SetAsideNextAsync(tenantId, exception, cancellationToken);
        }
    }

    /// <summary>Rows that were packed before a column was added have one field less; each begins with how many it has.</summary>
    private static string CopyInto(FactTable table, ReadOnlyMemory<byte>[] rows)
    {
        var first = Array.Find(rows, some => some.Length >= sizeof(short));
        var columns = first.Length == 0 ? table.Columns : string.Join(", ", table.Columns.Split(", ").Take(BinaryPrimitives.ReadInt16BigEndian(first.Span)));
        return $"COPY {table.Name} ({columns}) FROM STDIN (FORMAT BINARY)";
    }

    private static bool IsOfTheData(Exception exception) =>
        exception is CorruptBlockException || (exception is PostgresException refused && CommitFailure.IsOfTheData(refused));

    private async Task<int> StoreAsync(int tenantId, int maxBatches, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var packed = (await connection.QueryAsync<PackedBatch>(new CommandDefinition(
            """
            SELECT batch_id, received_on, facts FROM ledger_batch
            WHERE tenant_id = @tenantId AND state = 0 AND batch_id = ANY(ARRAY(
                SELECT batch_id FROM (
                    SELECT batch_id, sum(octet_length(facts)) OVER (ORDER BY batch_id) - octet_length(facts) AS before
                    FROM (
                        SELECT batch_id, facts FROM ledger_batch WHERE tenant_id = @tenantId AND state = 0
                        ORDER BY batch_id LIMIT @maxBatches) AS waiting) AS sized
                WHERE before < @MaxPackedBytes))
            ORDER BY batch_id FOR UPDATE
            """,
            new { tenantId, maxBatches, MaxPackedBytes },
            transaction,
            cancellationToken: cancellationToken))).ToArray();
        if (packed.Length == 0)
        {
            return 0;
        }

        var unpacked = packed.Select(batch => PackedFacts.Unpack(batch.Facts)).ToArray();
        var tables = FactTable.All.Select((_, table) => unpacked.Select(batch => batch[table]).ToArray()).ToArray();
        await CopyAsync(connection, transaction, tables, cancellationToken);
        await MarkAsync(connection, transaction, tenantId, packed, BatchState.Stored, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return packed.Length;
    }

    /// <summary>
    /// Nearly always all rows are new, so they are copied straight, under a savepoint. When one is there already (a span sent again in another request),
    /// they go through staging tables with ON CONFLICT DO NOTHING. A row that is there keeps its first batch_id: rollups count it once.
    /// </summary>
    private static async Task CopyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        ReadOnlyMemory<byte>[][] tables,
        CancellationToken cancellationToken)
    {
        await transaction.SaveAsync("facts", cancellationToken);
        try
        {
            for (var table = 0; table < tables.Length; table++)
            {
                await Copy.SendAsync(connection, CopyInto(FactTable.All[table], tables[table]), tables[table], cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync("facts", cancellationToken);
            await CopyThroughStagingAsync(connection, transaction, tables, cancellationToken);
        }
    }

    private static async Task CopyThroughStagingAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        ReadOnlyMemory<byte>[][] tables,
        CancellationToken cancellationToken)
    {
        for (var index = 0; index < tables.Length; index++)
        {
            var table = FactTable.All[index];
            await ExecuteAsync($"CREATE TEMP TABLE staged_{table.Name} (LIKE {table.Name} INCLUDING DEFAULTS) ON COMMIT DROP");
            await Copy.SendAsync(connection, CopyInto(table with { Name = $"staged_{table.Name}" }, tables[index]), tables[index], cancellationToken);

            // In the order of batches: of two that bring the same row, the first keeps it.
            await ExecuteAsync(
                $"""
                INSERT INTO {table.Name} ({table.Columns})
                SELECT {table.Columns} FROM staged_{table.Name} ORDER BY batch_id
                ON CONFLICT DO NOTHING
                """);
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static Task MarkAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyList<PackedBatch> batches,
        BatchState state,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE ledger_batch SET state = @state, facts = CASE @state WHEN 1 THEN NULL ELSE facts END
            WHERE tenant_id = @tenantId AND received_on = ANY(@days) AND batch_id = ANY(@ids)
            """,
            new
            {
                tenantId,
                state = (short)state,
                days = batches.Select(batch => batch.ReceivedOn).Distinct().ToArray(),
                ids = batches.Select(batch => batch.BatchId).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));

    /// <summary>The oldest batch's facts cannot be stored: it must not hold up all that come after it.</summary>
    private async Task<int> SetAsideNextAsync(int tenantId, Exception cause, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var next = (await connection.QueryAsync<PackedBatch>(new CommandDefinition(
            "SELECT batch_id, received_on, ''::bytea AS facts FROM ledger_batch WHERE tenant_id = @tenantId AND state = 0 ORDER BY batch_id LIMIT 1 FOR UPDATE",
            new { tenantId },
            transaction,
            cancellationToken: cancellationToken))).ToArray();
        await MarkAsync(connection, transaction, tenantId, next, BatchState.SetAside, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var batch in next)
        {
            logger.FactsSetAside(batch.BatchId, cause);
            metrics.FactsSetAside();
        }

        return next.Length;
    }

    private sealed record PackedBatch(long BatchId, DateOnly ReceivedOn, byte[] Facts);
}
