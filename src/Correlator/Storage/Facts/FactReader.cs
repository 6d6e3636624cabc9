using Correlator.Storage.Commit;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Storage.Facts;

/// <summary>
/// Reads facts by trace and finds the traces beside them, by arrays of ids. All look between two times, so that Postgres leaves other days' partitions alone.
/// The arrays are unnested and gathered again so that they are no constants to the planner, which otherwise weighs each id of thousands (9 ms a question).
/// </summary>
internal sealed class FactReader(NpgsqlDataSource database)
{
    /// <summary>
    /// By index, for the one round trip that a batch is, however many ids: their rows lie all over the table. The plan is not kept: one that was made while a
    /// partition was empty may read all of it.
    /// </summary>
    private const string ByIndex = "SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)";

    /// <summary>Adds the facts of these traces.</summary>
    public async Task ReadAsync(int tenantId, Guid[] traces, DateTime from, DateTime until, StoredFacts facts, CancellationToken cancellationToken)
    {
        // Two and two, side by side: each pair takes a processor for as long as the other.
        facts.Expect(traces.Length);
        await Task.WhenAll(ReadInvocationsAsync(), ReadSightingsAsync());

        async Task ReadInvocationsAsync()
        {
            await AskAsync(
                facts.Invocations,
                """
                SELECT trace_id, span_id, parent_span_id, function_id, batch_id, started_at, duration_us, init_us, outcome, cold_start, batch_size,
                    instance, invocation_id, error_signature, trigger, is_report, billed_us, memory_bytes, memory_used_bytes
                FROM invocation WHERE trace_id = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND started_at >= $3 AND started_at < $4
                """,
                Invocation);
            await AskAsync(
                facts.Keys,
                $"""
                SELECT key_hash, trace_id, min(first_at)
                FROM correlation_key
                WHERE trace_id = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND seen_on >= $3::date AND seen_on <= $4::date
                    AND scope = {(int)KeyScope.Joins}
                GROUP BY 1, 2
                """,
                row => new JoinKey(row.GetGuid(0), row.GetGuid(1), row.GetDateTime(2)));
        }

        async Task ReadSightingsAsync()
        {
            await AskAsync(
                facts.Sightings,
                """
                SELECT trace_id, span_id, message_key, context_trace_id, context_span_id, queue_id, function_id, batch_id, kind, ordinal, delivery_count,
                    at, duration_us, enqueued_at, failed, in_batch, message_id, error_signature, consumer_group
                FROM sighting WHERE trace_id = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND at >= $3 AND at < $4
                """,
                Sighting);
            await AskAsync(
                facts.Links,
                """
                SELECT trace_id, linked_trace_id, in_batch, min(at)
                FROM span_link WHERE trace_id = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND at >= $3 AND at < $4
                GROUP BY 1, 2, 3
                """,
                row => new TraceLink(row.GetGuid(0), row.GetGuid(1), row.GetBoolean(2), row.GetDateTime(3)));
        }

        Task AskAsync<T>(List<T> rows, string sql, Func<NpgsqlDataReader, T> row) =>
            ReadAsync(rows, sql, [traces, tenantId, from, until], row, cancellationToken);
    }

    /// <summary>Traces that have one of these keys, some of them twice; of a key with more than <paramref name="limit"/> only so many.</summary>
    public async Task<IReadOnlyList<JoinKey>> TracesByKeyAsync(
        int tenantId,
        Guid[] keys,
        int limit,
        DateTime from,
        DateTime until,
        CancellationToken cancellationToken)
    {
        var most = MostRows(keys.Length);
        var found = await QueryAsync(
            """
            SELECT key_hash, trace_id FROM correlation_key
            WHERE key_hash = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND seen_on >= $3::date AND seen_on <= $4::date LIMIT $5
            """,
            [keys, tenantId, from, until, most],
            Key,
            cancellationToken);
        return found.Count < most ? found : await QueryAsync(
            """
            SELECT k.hash, t.trace_id FROM unnest($1) AS k (hash)
            CROSS JOIN LATERAL (
                SELECT DISTINCT trace_id FROM correlation_key
                WHERE key_hash = k.hash AND tenant_id = $2 AND seen_on >= $3::date AND seen_on <= $4::date LIMIT $5) AS t
            """,
            [keys, tenantId, from, until, limit],
            Key,
            cancellationToken);

        static JoinKey Key(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1));
    }

    /// <summary>
    /// Traces that sighted one of these messages, or received what one of these traces created, or link to one of them, some of them twice; of a message with
    /// more than <paramref name="limit"/> only so many.
    /// </summary>
    public async Task<IReadOnlyList<NeighbourTrace>> NeighboursAsync(
        int tenantId,
        Guid[] messageKeys,
        Guid[] traces,
        int limit,
        DateTime from,
        DateTime until,
        CancellationToken cancellationToken)
    {
        var beside = QueryAsync(
            """
            SELECT trace_id, in_batch, NULL::uuid FROM sighting
            WHERE context_trace_id = ANY(ARRAY(SELECT unnest($1))) AND kind <> 1 AND tenant_id = $2 AND at >= $3 AND at < $4
            UNION
            SELECT trace_id, in_batch, NULL FROM span_link WHERE linked_trace_id = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND at >= $3 AND at < $4
            """,
            [traces, tenantId, from, until],
            Neighbour,
            cancellationToken);
        var sighted = SightedAsync();
        await Task.WhenAll(beside, sighted);
        return [.. await beside, .. await sighted];

        async Task<List<NeighbourTrace>> SightedAsync()
        {
            var most = MostRows(messageKeys.Length);
            var found = await QueryAsync(
                """
                SELECT trace_id, in_batch, CASE WHEN message_id <> '' THEN message_key END FROM sighting
                WHERE message_key = ANY(ARRAY(SELECT unnest($1))) AND tenant_id = $2 AND at >= $3 AND at < $4 LIMIT $5
                """,
                [messageKeys, tenantId, from, until, most],
                Neighbour,
                cancellationToken);
            return found.Count < most ? found : await QueryAsync(
                """
                SELECT s.trace_id, s.in_batch, CASE WHEN s.has_id THEN k.key END FROM unnest($1) AS k (key)
                CROSS JOIN LATERAL (
                    SELECT DISTINCT trace_id, in_batch, message_id <> '' AS has_id FROM sighting
                    WHERE message_key = k.key AND tenant_id = $2 AND at >= $3 AND at < $4 LIMIT $5) AS s
                """,
                [messageKeys, tenantId, from, until, limit],
                Neighbour,
                cancellationToken);
        }

        static NeighbourTrace Neighbour(NpgsqlDataReader row) =>
            new(row.GetGuid(0), row.GetBoolean(1), row.IsDBNull(2) ? Guid.Empty : row.GetGuid(2));
    }

    /// <summary>
    /// Few traces share an id: all ids at once take a third of the time that one after the other takes. Where rows are more than this, some id is shared by
    /// thousands, and each is asked for by itself, with a limit.
    /// </summary>
    private static int MostRows(int ids) => Math.Max(10_000, 16 * ids);

    private async Task<List<T>> QueryAsync<T>(string sql, object[] values, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await ReadAsync(rows, sql, values, row, cancellationToken);
        return rows;
    }

    private async Task ReadAsync<T>(List<T> rows, string sql, object[] values, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(ByIndex);
        batch.Add(sql, values);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }
    }

    private static Invocation Invocation(NpgsqlDataReader row) => new()
    {
        TraceId = row.GetGuid(0),
        SpanId = row.GetInt64(1),
        ParentSpanId = row.GetInt64(2),
        FunctionId = row.GetInt32(3),
        BatchId = row.GetInt64(4),
        StartedAt = row.GetDateTime(5),
        DurationMicros = row.GetInt64(6),
        InitMicros = row.GetInt64(7),
        Outcome = (InvocationOutcome)row.GetInt16(8),
        ColdStart = (ColdStart)row.GetInt16(9),
        BatchSize = row.GetInt32(10),
        Instance = row.GetString(11),
        InvocationId = row.GetString(12),
        ErrorSignature = row.GetString(13),
        Trigger = row.GetString(14),
        IsReport = row.GetBoolean(15),
        BilledMicros = row.GetInt64(16),
        MemoryBytes = row.GetInt64(17),
        MemoryUsedBytes = row.GetInt64(18),
    };

    private static Sighting Sighting(NpgsqlDataReader row) => new()
    {
        TraceId = row.GetGuid(0),
        SpanId = row.GetInt64(1),
        MessageKey = row.GetGuid(2),
        ContextTraceId = row.GetGuid(3),
        ContextSpanId = row.GetInt64(4),
        QueueId = row.GetInt32(5),
        FunctionId = row.GetInt32(6),
        BatchId = row.GetInt64(7),
        Kind = (SightingKind)row.GetInt16(8),
        Ordinal = row.GetInt16(9),
        DeliveryCount = row.GetInt32(10),
        At = row.GetDateTime(11),
        DurationMicros = row.GetInt64(12),
        EnqueuedAt = row.IsDBNull(13) ? null : row.GetDateTime(13),
        Failed = row.GetBoolean(14),
        InBatch = row.GetBoolean(15),
        MessageId = row.GetString(16),
        ErrorSignature = row.GetString(17),
        ConsumerGroup = row.GetString(18),
    };
}
