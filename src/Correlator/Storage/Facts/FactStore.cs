using Correlator.Storage.Blocks;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Commit;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Facts;

/// <summary>
/// Finds the facts of committed batches in their blocks and stores them, in the transaction that marks the batches: killed before its commit nothing has
/// changed; run twice, or by two servers at once, the second finds them marked.
/// </summary>
internal sealed class FactStore(NpgsqlDataSource database, FunctionCatalog functions, QueueCatalog queues, StorageMetrics metrics, ILogger<FactStore> logger)
    : IDisposable
{
    /// <summary>No more batches are taken up once those before hold so many records, to bound memory and the time that their ledger rows are locked.</summary>
    private const int MaxRecords = 20_000;

    /// <summary>For whoever comes next; null while somebody uses it.</summary>
    private FactBuilder? _idle;

    /// <returns>How many batches were taken up.</returns>
    public async Task<int> StoreNextAsync(int tenantId, int maxBatches, CancellationToken cancellationToken)
    {
        var builder = Interlocked.Exchange(ref _idle, null) ?? new FactBuilder(functions, queues);
        try
        {
            return await StoreAsync(builder, tenantId, maxBatches, cancellationToken);
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
        finally
        {
            Interlocked.Exchange(ref _idle, builder)?.Dispose();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _idle, null)?.Dispose();

    private static bool IsOfTheData(Exception exception) =>
        exception is CorruptBlockException || (exception is PostgresException refused && CommitFailure.IsOfTheData(refused));

    private async Task<int> StoreAsync(FactBuilder builder, int tenantId, int maxBatches, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var batches = (await connection.QueryAsync<CommittedBatch>(new CommandDefinition(
            """
            SELECT batch_id, received_on, spans + log_records AS records, span_blocks, log_blocks FROM ledger_batch
            WHERE tenant_id = @tenantId AND state = 0 AND batch_id = ANY(ARRAY(
                SELECT batch_id FROM (
                    SELECT batch_id, sum(records) OVER (ORDER BY batch_id) - records AS before
                    FROM (
                        SELECT batch_id, spans + log_records AS records FROM ledger_batch WHERE tenant_id = @tenantId AND state = 0
                        ORDER BY batch_id LIMIT @maxBatches) AS waiting) AS sized
                WHERE before < @MaxRecords))
            ORDER BY batch_id FOR UPDATE
            """,
            new { tenantId, maxBatches, MaxRecords },
            transaction,
            cancellationToken: cancellationToken))).ToArray();
        if (batches.Length == 0)
        {
            return 0;
        }

        builder.Clear();
        await foreach (var (batchId, block) in CommittedBlockReader.ReadAsync(database, tenantId, batches, cancellationToken))
        {
            using (block)
            {
                await builder.AddAsync(tenantId, batchId, block, cancellationToken);
            }
        }

        await CopyAsync(connection, transaction, builder.Rows, cancellationToken);
        await MarkStoredAsync(connection, transaction, tenantId, batches, builder.Summaries, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (builder.FirstFailure is { } failure)
        {
            logger.FactsFailed(builder.FailedRecords, failure);
            metrics.FactsFailed(builder.FailedRecords);
        }

        return batches.Length;
    }

    /// <summary>
    /// Nearly always all rows are new, so they are copied straight, under a savepoint. When one is there already (a span sent again in another request),
    /// they go through staging tables with ON CONFLICT DO NOTHING. A row that is there keeps its first batch_id: rollups count it once.
    /// </summary>
    private static async Task CopyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, FactRows rows, CancellationToken cancellationToken)
    {
        await transaction.SaveAsync("facts", cancellationToken);
        try
        {
            foreach (var (table, facts) in FactTable.All.Zip(rows.Tables))
            {
                await Copy.SendAsync(connection, CopyInto(table.Name, table), facts, cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync("facts", cancellationToken);
            await CopyThroughStagingAsync(connection, transaction, rows, cancellationToken);
        }
    }

    private static async Task CopyThroughStagingAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        FactRows rows,
        CancellationToken cancellationToken)
    {
        foreach (var (table, facts) in FactTable.All.Zip(rows.Tables))
        {
            await ExecuteAsync($"CREATE TEMP TABLE staged_{table.Name} (LIKE {table.Name} INCLUDING DEFAULTS) ON COMMIT DROP");
            await Copy.SendAsync(connection, CopyInto($"staged_{table.Name}", table), facts, cancellationToken);

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

    private static string CopyInto(string name, FactTable table) => $"COPY {name} ({table.Columns}) FROM STDIN (FORMAT BINARY)";

    private static async Task MarkStoredAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        CommittedBatch[] batches,
        IReadOnlyDictionary<long, FactSummary> facts,
        CancellationToken cancellationToken)
    {
        await using var rows = new NpgsqlBatch(connection, transaction);
        rows.Add(
            """
            UPDATE ledger_batch SET state = 1, facts_from = found.facts_from, facts_until = found.facts_until, traces = coalesce(found.traces, '{}')
            FROM (
                SELECT id, facts_from, facts_until, traces FROM unnest($1) AS b (id)
                LEFT JOIN unnest($2, $3, $4) AS f (id, facts_from, facts_until) USING (id)
                LEFT JOIN (SELECT id, array_agg(trace_id) AS traces FROM unnest($5, $6) AS t (id, trace_id) GROUP BY id) AS t USING (id)) AS found
            WHERE tenant_id = $7 AND received_on = ANY($8) AND batch_id = found.id
            """,
            Array.ConvertAll(batches, batch => batch.BatchId),
            facts.Keys.ToArray(),
            facts.Values.Select(found => UnixTime.ToDateTime(found.FromNano)).ToArray(),
            facts.Values.Select(found => UnixTime.ToDateTime(found.UntilNano)).ToArray(),
            facts.SelectMany(found => Enumerable.Repeat(found.Key, found.Value.Traces.Count)).ToArray(),
            facts.SelectMany(found => found.Value.Traces).ToArray(),
            tenantId,
            batches.Select(batch => batch.ReceivedOn).Distinct().ToArray());
        await rows.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The oldest batch's facts cannot be found or stored: it must not hold up all that come after it.</summary>
    private async Task<int> SetAsideNextAsync(int tenantId, Exception cause, CancellationToken cancellationToken)
    {
        var setAside = await database.QueryAsync<long>(
            """
            UPDATE ledger_batch SET state = @state
            WHERE tenant_id = @tenantId AND state = 0 AND batch_id = (
                SELECT batch_id FROM ledger_batch WHERE tenant_id = @tenantId AND state = 0 ORDER BY batch_id LIMIT 1)
            RETURNING batch_id
            """,
            new { tenantId, state = (short)BatchState.SetAside },
            cancellationToken);
        foreach (var batchId in setAside)
        {
            logger.FactsSetAside(batchId, cause);
            metrics.FactsSetAside();
        }

        return setAside.Count;
    }
}
