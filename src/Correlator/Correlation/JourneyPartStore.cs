using Correlator.Storage;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Reads parts of many journeys in one statement each, so many of each journey as are wanted. All days are named at once too, so
/// that other days' partitions are not even planned for.
/// </summary>
internal sealed class JourneyPartStore(NpgsqlDataSource database)
{
    private const string MessageColumns =
        """
        m.journey_id, m.started_on, m.message_key, m.queue_id, m.message_id, m.state,
        m.published_at, m.publisher_trace_id, m.publisher_span_id, m.publisher_function_id,
        m.attempts, m.first_attempt_at, m.ended_at, m.dwell_us, m.total_us, m.dead_letter_queue_id
        """;

    /// <summary>The messages of each journey, in the order in which they were published.</summary>
    public async Task<ILookup<Guid, MessageSummary>> MessagesAsync(
        int tenantId,
        IReadOnlyCollection<JourneyRef> journeys,
        int limit,
        CancellationToken cancellationToken) =>
        (await database.QueryAsync<MessageSummary>(
            $"""
            SELECT {MessageColumns} FROM unnest(@ids, @days) AS j (id, day)
            CROSS JOIN LATERAL (
                SELECT * FROM message WHERE journey_id = j.id AND started_on = j.day AND started_on = ANY(@days) AND tenant_id = @tenantId
                ORDER BY coalesce(published_at, first_attempt_at), message_key LIMIT @limit) AS m
            """,
            Parameters(tenantId, journeys, limit),
            cancellationToken)).ToLookup(message => message.JourneyId);

    /// <summary>The messages of these keys, each as part of the newest journey that has it.</summary>
    public async Task<IReadOnlyDictionary<Guid, MessageSummary>> MessagesAsync(
        int tenantId,
        IReadOnlyCollection<Guid> keys,
        CancellationToken cancellationToken) =>
        (await database.QueryAsync<MessageSummary>(
            $"""
            SELECT {MessageColumns} FROM message m WHERE m.message_key = ANY(@keys) AND m.tenant_id = @tenantId
            ORDER BY m.started_on DESC, m.journey_id
            """,
            new { tenantId, keys = keys.ToArray() },
            cancellationToken))
            .DistinctBy(message => message.MessageKey).ToDictionary(message => message.MessageKey);

    /// <summary>The traces of each journey, its own before those that it shares with others.</summary>
    public async Task<ILookup<Guid, JourneyTrace>> TracesAsync(
        int tenantId,
        IReadOnlyCollection<JourneyRef> journeys,
        int limit,
        CancellationToken cancellationToken) =>
        (await database.QueryAsync<(Guid JourneyId, Guid TraceId, bool IsShared)>(
            """
            SELECT t.journey_id, t.trace_id, t.is_shared FROM unnest(@ids, @days) AS j (id, day)
            CROSS JOIN LATERAL (
                SELECT journey_id, trace_id, is_shared FROM journey_trace
                WHERE journey_id = j.id AND started_on = j.day AND started_on = ANY(@days) AND tenant_id = @tenantId
                ORDER BY is_shared, trace_id LIMIT @limit) AS t
            """,
            Parameters(tenantId, journeys, limit),
            cancellationToken)).ToLookup(row => row.JourneyId, row => new JourneyTrace(row.TraceId, row.IsShared));

    /// <summary>The attempts of each message, in the order of their numbers.</summary>
    public async Task<ILookup<(Guid MessageKey, Guid JourneyId), Attempt>> AttemptsAsync(
        int tenantId,
        IReadOnlyCollection<MessageRef> messages,
        int limit,
        CancellationToken cancellationToken) =>
        (await database.QueryAsync<AttemptRow>(
            $"""
            SELECT a.* FROM unnest(@keys, @ids, @days) AS m (key, id, day)
            CROSS JOIN LATERAL (
                SELECT {AttemptRow.Columns} FROM attempt
                WHERE message_key = m.key AND journey_id = m.id AND started_on = m.day AND started_on = ANY(@days) AND tenant_id = @tenantId
                ORDER BY number LIMIT @limit) AS a
            """,
            new
            {
                tenantId,
                keys = messages.Select(message => message.MessageKey).ToArray(),
                ids = messages.Select(message => message.Journey.JourneyId).ToArray(),
                days = messages.Select(message => message.Journey.StartedOn).ToArray(),
                limit,
            },
            cancellationToken)).ToLookup(row => (row.MessageKey, row.JourneyId), row => row.ToAttempt());

    /// <summary>The correlation and business keys of each trace, not those of single invocations.</summary>
    public async Task<ILookup<Guid, JourneyKey>> KeysAsync(int tenantId, IReadOnlyCollection<Guid> traces, int limit, CancellationToken cancellationToken) =>
        (await database.QueryAsync<(Guid TraceId, string Name, string Value, bool Joins)>(
            """
            SELECT t.id, k.name, k.value, k.joins FROM unnest(@traces) AS t (id)
            CROSS JOIN LATERAL (
                SELECT DISTINCT name, value, scope = @joins AS joins FROM correlation_key
                WHERE trace_id = t.id AND tenant_id = @tenantId AND scope <> @invocation
                ORDER BY name, value LIMIT @limit) AS k
            """,
            new { tenantId, traces = traces.ToArray(), joins = (short)KeyScope.Joins, invocation = (short)KeyScope.Invocation, limit },
            cancellationToken)).ToLookup(row => row.TraceId, row => new JourneyKey(row.TraceId, row.Name, row.Value, row.Joins));

    private static object Parameters(int tenantId, IReadOnlyCollection<JourneyRef> journeys, int limit) =>
        new { tenantId, ids = journeys.Select(journey => journey.JourneyId).ToArray(), days = journeys.Select(journey => journey.StartedOn).ToArray(), limit };
}
