using Correlator.Storage.Commit;
using Dapper;
using Npgsql;

namespace Correlator.Storage;

/// <summary>The ledger: which requests are stored, and which batches wait for correlation.</summary>
internal sealed class LedgerStore(NpgsqlDataSource database)
{
    /// <summary>Of <c>require_new_requests</c>.</summary>
    private const string StoredBeforeState = "ZD001";

    /// <summary>
    /// Enters those of the group's requests that were not stored before under a new batch id. A request that was entered today or yesterday, by anyone, does
    /// not enter again: exporters give up a request after minutes. Nor does one that was entered tomorrow, before the clock was set back or by a server whose
    /// clock runs ahead.
    /// </summary>
    /// <returns>The batch id and the requests that did enter.</returns>
    public static async Task<(long BatchId, IReadOnlyList<PendingRequest> Fresh)> EnterAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        DateOnly today,
        IReadOnlyList<PendingRequest> group,
        CancellationToken cancellationToken)
    {
        var distinct = group.DistinctBy(request => (request.Batch.BodyHash, request.Batch.Signal)).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            """
            WITH batch AS MATERIALIZED (SELECT nextval('batch_id') AS id),
            entered AS (
                INSERT INTO ledger_request (received_on, tenant_id, signal, body_hash, batch_id, records)
                SELECT $1, $2, r.signal, r.hash, batch.id, r.records
                FROM unnest($3, $4, $5) AS r (hash, signal, records), batch
                WHERE NOT EXISTS (
                    SELECT FROM ledger_request earlier
                    WHERE earlier.body_hash = r.hash AND earlier.tenant_id = $2 AND earlier.signal = r.signal
                        AND earlier.received_on IN ($1 - 1, $1 + 1))
                ON CONFLICT DO NOTHING
                RETURNING body_hash, signal)
            SELECT batch.id, entered.body_hash, entered.signal FROM batch LEFT JOIN entered ON true
            """,
            Values(tenantId, today, distinct));
        var entered = new HashSet<(Guid, short)>();
        var batchId = 0L;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            batchId = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                entered.Add((reader.GetGuid(1), reader.GetInt16(2)));
            }
        }

        return (batchId, [.. distinct.Where(request => entered.Contains((request.Batch.BodyHash, (short)request.Batch.Signal)))]);
    }

    /// <summary>
    /// Enters all of the group's requests, or fails with all that follows, as <see cref="IsStoredBefore"/> tells: a request of today by the ledger's key, one
    /// of yesterday or tomorrow by a look there. The one row is the id of a next batch: it is this server's once the transaction is committed, and no sooner,
    /// for a sequence forgets in a crash what no commit has made durable.
    /// </summary>
    public static void AddRequests(NpgsqlBatch rows, long batchId, int tenantId, DateOnly today, IReadOnlyList<PendingRequest> group)
    {
        var values = Values(tenantId, today, group);
        rows.Add(
            """
            INSERT INTO ledger_request (received_on, tenant_id, signal, body_hash, batch_id, records)
            SELECT $1, $2, r.signal, r.hash, $6, r.records FROM unnest($3, $4, $5) AS r (hash, signal, records)
            """,
            [.. values, batchId]);
        rows.Add(
            """
            SELECT nextval('batch_id'), require_new_requests($4 - count(*), $4) FROM ledger_request
            WHERE body_hash = ANY($3) AND tenant_id = $2 AND received_on IN ($1 - 1, $1 + 1)
            """,
            [.. values[..3], group.Count]);
    }

    /// <summary>Whether <see cref="AddRequests"/> failed because some of the requests are in the ledger.</summary>
    public static bool IsStoredBefore(PostgresException exception) =>
        exception.SqlState == StoredBeforeState
        || (exception.SqlState == PostgresErrorCodes.UniqueViolation && exception.TableName?.StartsWith("ledger_request", StringComparison.Ordinal) == true);

    /// <summary>The id of a next batch, as <see cref="AddRequests"/> gives it.</summary>
    public static void AddNextBatchId(NpgsqlBatch rows) => rows.Add("SELECT nextval('batch_id')");

    /// <summary>Enters the batch itself, whose facts correlation looks for once it is committed: in its blocks; points have none.</summary>
    public static void AddBatch(
        NpgsqlBatch rows,
        long batchId,
        int tenantId,
        DateTimeOffset now,
        IReadOnlyList<PendingRequest> requests,
        int spanBlocks,
        int logBlocks) =>
        rows.Add(
            """
            INSERT INTO ledger_batch (batch_id, received_on, tenant_id, committed_at, state, spans, log_records, points, span_blocks, log_blocks)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            batchId,
            DateOnly.FromDateTime(now.UtcDateTime),
            tenantId,
            now.UtcDateTime,
            (short)(spanBlocks + logBlocks > 0 ? BatchState.Committed : BatchState.Stored),
            requests.Sum(request => request.Batch.Spans.Count),
            requests.Sum(request => request.Batch.Logs.Count),
            requests.Sum(request => request.Batch.Points.Count),
            spanBlocks,
            logBlocks);

    /// <summary>The tenants that have batches to store the facts of, or to correlate: from one to the next by the index, however many batches wait.</summary>
    public Task<IReadOnlyList<int>> TenantsWaitingAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<int>(
            """
            WITH RECURSIVE waiting AS (
                (SELECT tenant_id FROM ledger_batch WHERE state < 2 ORDER BY tenant_id LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT b.tenant_id FROM ledger_batch b WHERE b.state < 2 AND b.tenant_id > waiting.tenant_id
                    ORDER BY b.tenant_id LIMIT 1)
                FROM waiting WHERE waiting.tenant_id IS NOT NULL)
            SELECT tenant_id FROM waiting WHERE tenant_id IS NOT NULL
            """,
            null,
            cancellationToken);

    /// <summary>The oldest batches whose facts are stored and wait for correlation, in the order of their commits' beginnings.</summary>
    /// <param name="maxBatches">As many at most.</param>
    /// <param name="maxRecords">No more once those before hold so many.</param>
    /// <param name="except">Batches to leave where they are.</param>
    public Task<IReadOnlyList<PendingBatch>> PendingAsync(int tenantId, int maxBatches, int maxRecords, long[] except, CancellationToken cancellationToken) =>
        database.QueryAsync<PendingBatch>(
            """
            SELECT batch_id, received_on, committed_at, facts_from, facts_until, points, traces
            FROM (
                SELECT *, sum(records) OVER (ORDER BY batch_id) - records AS before
                FROM (
                    SELECT *, spans + log_records + points AS records FROM ledger_batch
                    WHERE tenant_id = @tenantId AND state = 1 AND batch_id <> ALL(@except) ORDER BY batch_id LIMIT @maxBatches) AS waiting) AS sized
            WHERE before < @maxRecords ORDER BY batch_id
            """,
            new { tenantId, maxBatches, maxRecords, except },
            cancellationToken);

    /// <summary>Marks batches in the transaction that stores what was derived from them: killed before its commit, they are taken up again.</summary>
    /// <returns>How many were still pending; fewer than given means that another resolver was here.</returns>
    public static Task<int> MarkCorrelatedAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyList<PendingBatch> batches,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE ledger_batch SET state = 2, traces = '{}', correlated_at = @now
            WHERE tenant_id = @tenantId AND state = 1 AND received_on = ANY(@days) AND batch_id = ANY(@ids)
            """,
            new
            {
                tenantId,
                now = now.UtcDateTime,
                days = batches.Select(batch => batch.ReceivedOn).Distinct().ToArray(),
                ids = batches.Select(batch => batch.BatchId).ToArray(),
            },
            transaction,
            cancellationToken: cancellationToken));

    /// <summary>What of a tenant's waits for correlation.</summary>
    public Task<LedgerBacklog> BacklogAsync(int tenantId, CancellationToken cancellationToken) =>
        database.QuerySingleAsync<LedgerBacklog>(
            "SELECT count(*) AS batches, min(committed_at) AS oldest_committed_at FROM ledger_batch WHERE tenant_id = @tenantId AND state < 2",
            new { tenantId },
            cancellationToken);

    /// <summary>When the oldest waiting batch was committed; null when nothing waits.</summary>
    public async Task<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellationToken) =>
        await database.ExecuteScalarAsync<DateTime?>("SELECT min(committed_at) FROM ledger_batch WHERE state < 2", null, cancellationToken) is { } oldest
            ? new DateTimeOffset(oldest, TimeSpan.Zero)
            : null;

    /// <summary>Ordered by hash: two servers entering the same requests meet in the same order and wait for each other instead of deadlocking.</summary>
    private static object[] Values(int tenantId, DateOnly today, IReadOnlyList<PendingRequest> requests)
    {
        var ordered = requests.OrderBy(request => request.Batch.BodyHash).Select(request => request.Batch).ToArray();
        return
        [
            today,
            tenantId,
            Array.ConvertAll(ordered, batch => batch.BodyHash),
            Array.ConvertAll(ordered, batch => (short)batch.Signal),
            Array.ConvertAll(ordered, batch => batch.RecordCount),
        ];
    }
}
