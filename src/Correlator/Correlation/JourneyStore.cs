using System.Data;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Conventions;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Reads journeys and their messages.</summary>
internal sealed class JourneyStore(NpgsqlDataSource database)
{
    private const int MaxFound = 50;
    private const int MaxDue = 200;
    private const int MaxKeys = 1000;

    /// <summary>
    /// The journeys that an id belongs to, newest first: a journey id, a trace id (hex or X-Ray form), a
    /// message id, or any correlation or business key's value.
    /// </summary>
    public async Task<IReadOnlyList<JourneySummary>> FindAsync(int tenantId, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, null, tenantId, id, cancellationToken);
    }

    /// <summary>The first of those; null when there is none.</summary>
    public async Task<JourneySummary?> FindNewestAsync(int tenantId, string id, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, id, cancellationToken) is [var newest, ..] ? newest : null;

    /// <summary>
    /// The newest journey that an id belongs to, whole; null when there is none. Read from one snapshot: the resolver replaces journeys all the time, and
    /// the traces of one version with the messages of another are no journey.
    /// </summary>
    public async Task<JourneyDetails?> ReadAsync(int tenantId, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var found = await FindAsync(connection, snapshot, tenantId, id, cancellationToken);
        return found.Count == 0 ? null : new JourneyDetails
        {
            Summary = found[0],
            Others = [.. found.Skip(1)],
            Traces = await TracesAsync(connection, snapshot, tenantId, found[0], cancellationToken),
            Messages = await MessagesAsync(connection, snapshot, tenantId, found[0], cancellationToken),
        };
    }

    /// <summary>The correlation and business keys of some traces, not those of single invocations.</summary>
    public async Task<IReadOnlyList<JourneyKey>> KeysAsync(int tenantId, Guid[] traces, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<(Guid TraceId, string Name, string Value, bool Joins)>(
            """
            SELECT DISTINCT trace_id, name, value, scope = @joins AS joins FROM correlation_key
            WHERE trace_id = ANY(@traces) AND tenant_id = @tenantId AND scope <> @invocation ORDER BY name, value, trace_id LIMIT @MaxKeys
            """,
            new { tenantId, traces, joins = (short)KeyScope.Joins, invocation = (short)KeyScope.Invocation, MaxKeys },
            cancellationToken)).Select(row => new JourneyKey(row.TraceId, row.Name, row.Value, row.Joins))];

    public Task<IReadOnlyList<int>> TenantsDueAsync(DateTime now, CancellationToken cancellationToken) =>
        database.QueryAsync<int>("SELECT DISTINCT tenant_id FROM journey WHERE due_at <= @now", new { now }, cancellationToken);

    /// <summary>Journeys whose status changes by time alone, with their own traces.</summary>
    public Task<IReadOnlyList<DueJourney>> DueAsync(int tenantId, DateTime now, CancellationToken cancellationToken) =>
        database.QueryAsync<DueJourney>(
            """
            SELECT j.journey_id, j.started_at, j.ended_at, ARRAY(
                SELECT t.trace_id FROM journey_trace t
                WHERE t.journey_id = j.journey_id AND t.started_on = j.started_on AND t.tenant_id = j.tenant_id AND NOT t.is_shared) AS traces
            FROM journey j WHERE j.due_at <= @now AND j.tenant_id = @tenantId ORDER BY j.due_at LIMIT @MaxDue
            """,
            new { tenantId, now, MaxDue },
            cancellationToken);

    /// <summary>
    /// The journeys that stand for these traces or tell of these messages, with all their own traces. Unnested and gathered again, the ids are no constants
    /// to the planner, which otherwise weighs each of thousands.
    /// </summary>
    public async Task<IReadOnlyList<StandingJourney>> StandingAsync(int tenantId, Guid[] traces, Guid[] messages, CancellationToken cancellationToken)
    {
        if (traces.Length + messages.Length == 0)
        {
            return [];
        }

        return await database.QueryAsync<StandingJourney>(
            """
            WITH standing AS MATERIALIZED (
                SELECT journey_id, started_on FROM journey_trace
                WHERE trace_id = ANY(ARRAY(SELECT unnest(@traces))) AND tenant_id = @tenantId AND NOT is_shared
                UNION
                SELECT journey_id, started_on FROM message WHERE message_key = ANY(ARRAY(SELECT unnest(@messages))) AND tenant_id = @tenantId)
            SELECT j.started_at, j.ended_at, ARRAY(
                SELECT t.trace_id FROM journey_trace t
                WHERE t.journey_id = j.journey_id AND t.started_on = j.started_on AND t.tenant_id = j.tenant_id AND NOT t.is_shared) AS traces
            FROM standing s JOIN journey j ON j.journey_id = s.journey_id AND j.started_on = s.started_on AND j.tenant_id = @tenantId
            """,
            new { tenantId, traces, messages },
            cancellationToken);
    }

    /// <summary>The traces with one of these keys that are part of a journey already.</summary>
    public Task<IReadOnlyList<Guid>> TracesJoinedByAsync(int tenantId, Guid[] keys, CancellationToken cancellationToken) =>
        database.QueryAsync<Guid>(
            """
            SELECT DISTINCT k.trace_id FROM correlation_key k JOIN journey_trace t ON t.trace_id = k.trace_id AND t.tenant_id = k.tenant_id AND NOT t.is_shared
            WHERE k.key_hash = ANY(@keys) AND k.tenant_id = @tenantId
            """,
            new { tenantId, keys },
            cancellationToken);

    private static async Task<IReadOnlyList<JourneySummary>> FindAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? snapshot,
        int tenantId,
        string id,
        CancellationToken cancellationToken)
    {
        var text = id.Trim();
        var trace = TraceId.TryParseTyped(text, out var typed) ? typed.ToGuid() : Guid.Empty;
        var keys = CorrelationKeys.HashesFor(text).ToArray();
        var named = await connection.QueryAsync<Guid>(new CommandDefinition(
            "SELECT trace_id FROM correlation_key WHERE key_hash = ANY(@keys) AND tenant_id = @tenantId ORDER BY first_at DESC LIMIT 1000",
            new { keys, tenantId },
            snapshot,
            cancellationToken: cancellationToken));
        var traces = named.Append(trace).Where(found => found != Guid.Empty).Distinct().ToArray();
        var (sql, parameters) = Compose(tenantId, trace, traces, text);
        return [.. await connection.QueryAsync<JourneySummary>(new CommandDefinition(sql, parameters, snapshot, cancellationToken: cancellationToken))];
    }

    /// <summary>
    /// The journeys of a trace, of traces, or of a message. The ids come first, each found by its index: with OR Postgres would look at every journey.
    /// </summary>
    internal static (string Sql, DynamicParameters Parameters) Compose(int tenantId, Guid trace, Guid[] traces, string text) => (
        $"""
        SELECT {JourneyListStore.Columns} FROM journey
        WHERE tenant_id = @tenantId AND journey_id = ANY(ARRAY(
            SELECT @trace
            UNION SELECT journey_id FROM journey_trace WHERE trace_id = ANY(@traces) AND tenant_id = @tenantId
            UNION SELECT journey_id FROM message WHERE md5(message_id) = md5(@text) AND message_id = @text AND tenant_id = @tenantId))
        ORDER BY started_at DESC, journey_id LIMIT @MaxFound
        """,
        new DynamicParameters(new { tenantId, trace, traces, text, MaxFound }));

    private static async Task<IReadOnlyList<JourneyTrace>> TracesAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction snapshot,
        int tenantId,
        JourneySummary journey,
        CancellationToken cancellationToken)
    {
        return [.. (await connection.QueryAsync<(Guid TraceId, bool IsShared)>(new CommandDefinition(
            """
            SELECT trace_id, is_shared FROM journey_trace
            WHERE journey_id = @JourneyId AND started_on = @StartedOn AND tenant_id = @tenantId ORDER BY trace_id
            """,
            new { journey.JourneyId, journey.StartedOn, tenantId },
            snapshot,
            cancellationToken: cancellationToken))).Select(row => new JourneyTrace(row.TraceId, row.IsShared))];
    }

    private static async Task<IReadOnlyList<Message>> MessagesAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction snapshot,
        int tenantId,
        JourneySummary journey,
        CancellationToken cancellationToken)
    {
        var parameters = new { journey.JourneyId, journey.StartedOn, tenantId };
        var attempts = (await connection.QueryAsync<AttemptRow>(new CommandDefinition(
            $"""
            SELECT {AttemptRow.Columns} FROM attempt
            WHERE journey_id = @JourneyId AND started_on = @StartedOn AND tenant_id = @tenantId ORDER BY started_at, number
            """,
            parameters,
            snapshot,
            cancellationToken: cancellationToken))).ToLookup(row => row.MessageKey, row => row.ToAttempt());
        return [.. (await connection.QueryAsync<MessageRow>(new CommandDefinition(
            """
            SELECT message_key, queue_id, message_id, state, published_at, publisher_trace_id, publisher_span_id, publisher_function_id,
                ended_at, dead_letter_queue_id
            FROM message
            WHERE journey_id = @JourneyId AND started_on = @StartedOn AND tenant_id = @tenantId ORDER BY coalesce(published_at, first_attempt_at), message_key
            """,
            parameters,
            snapshot,
            cancellationToken: cancellationToken))).Select(row => row.ToMessage([.. attempts[row.MessageKey]]))];
    }

    private sealed record MessageRow
    {
        public required Guid MessageKey { get; init; }
        public required int QueueId { get; init; }
        public required string MessageId { get; init; }
        public required short State { get; init; }
        public DateTime? PublishedAt { get; init; }
        public Guid? PublisherTraceId { get; init; }
        public long? PublisherSpanId { get; init; }
        public int? PublisherFunctionId { get; init; }
        public DateTime? EndedAt { get; init; }
        public int? DeadLetterQueueId { get; init; }

        public Message ToMessage(IReadOnlyList<Attempt> attempts) => new()
        {
            MessageKey = MessageKey,
            QueueId = QueueId,
            MessageId = MessageId,
            State = (MessageState)State,
            PublishedAt = PublishedAt,
            PublisherTraceId = PublisherTraceId,
            PublisherSpanId = PublisherSpanId,
            PublisherFunctionId = PublisherFunctionId,
            Attempts = attempts,
            EndedAt = EndedAt,
            DeadLetterQueueId = DeadLetterQueueId,
        };
    }
}
