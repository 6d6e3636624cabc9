using Correlator.Storage.Commit;
using Dapper;
using Npgsql;

namespace Correlator.Storage;

/// <summary>The ledger: which requests are stored, and which batches wait for correlation.</summary>
internal sealed class LedgerStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Enters the group's requests under a new batch id. A request that was entered today or yesterday, by anyone, does not enter again: exporters give up a
    /// request after minutes. Nor does one that was entered tomorrow, before the clock was set back or by a server whose clock runs ahead.
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
        // Ordered by hash: two servers entering the same requests meet in the same order and wait for each other instead of deadlocking.
        var distinct = group.DistinctBy(request => (request.Batch.BodyHash, request.Batch.Signal)).OrderBy(request => request.Batch.BodyHash).ToArray();
        await using var command = new NpgsqlCommand(
            """
            WITH batch AS MATERIALIZED (SELECT nextval('batch_id') AS id),
            entered AS (
                INSERT INTO ledger_request (received_on, tenant_id, signal, body_hash, batch_id, records)
                SELECT @today, @tenant, r.signal, r.hash, batch.id, r.records
                FROM unnest(@hashes, @signals, @records) AS r (hash, signal, records), batch
                WHERE NOT EXISTS (
                    SELECT FROM ledger_request earlier
                    WHERE earlier.body_hash = r.hash AND earlier.tenant_id = @tenant AND earlier.signal = r.signal
                        AND earlier.received_on IN (@today - 1, @today + 1))
                ON CONFLICT DO NOTHING
                RETURNING body_hash, signal)
            SELECT batch.id, entered.body_hash, entered.signal FROM batch LEFT JOIN entered ON true
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue("today", today);
        command.Parameters.AddWithValue("tenant", tenantId);
        command.Parameters.AddWithValue("hashes", distinct.Select(request => request.Batch.BodyHash).ToArray());
        command.Parameters.AddWithValue("signals", distinct.Select(request => (short)request.Batch.Signal).ToArray());
        command.Parameters.AddWithValue("records", distinct.Select(request => request.Batch.RecordCount).ToArray());
        var entered = new HashSet<(Guid, short)>();
        var batchId = 0L;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
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

    /// <summary>Enters the batch itself, which correlation takes up once it is committed.</summary>
    public static void AddBatch(
        NpgsqlBatch rows,
        long batchId,
        int tenantId,
        DateTimeOffset now,
        IReadOnlyList<PendingRequest> requests,
        FactSummary facts,
        byte[] packedFacts)
    {
        var hasFacts = facts.Traces.Length > 0;
        rows.Add(
            """
            INSERT INTO ledger_batch (batch_id, received_on, tenant_id, committed_at, state, spans, log_records, points, facts_from, facts_until, traces, facts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            batchId,
            DateOnly.FromDateTime(now.UtcDateTime),
            tenantId,
            now.UtcDateTime,
            (short)(hasFacts ? BatchState.Packed : BatchState.Stored),
            requests.Sum(request => request.Batch.Spans.Count),
            requests.Sum(request => request.Batch.Logs.Count),
            requests.Sum(request => request.Batch.Points.Count),
            hasFacts ? UnixTime.ToDateTime(facts.FromNano) : DBNull.Value,
            hasFacts ? UnixTime.ToDateTime(facts.UntilNano) : DBNull.Value,
            facts.Traces,
            hasFacts ? packedFacts : DBNull.Value);
    }

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
}
