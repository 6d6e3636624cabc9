using Correlator.Storage.Commit;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Replaces journeys: what stood there for their traces goes, what was resolved comes, by COPY. In the caller's transaction; written twice it is the same.
/// </summary>
internal sealed class JourneyWriter : IDisposable
{
    private const string JourneyColumns =
        "started_on, journey_id, tenant_id, status, started_at, ended_at, traces, invocations, messages, attempts, errors, cold_starts, "
        + "root_function_id, due_at, functions, queues, updated_at";

    private const string TraceColumns = "started_on, journey_id, trace_id, tenant_id, is_shared";

    private const string MessageColumns =
        "started_on, journey_id, message_key, tenant_id, queue_id, message_id, state, published_at, publisher_trace_id, publisher_span_id, "
        + "publisher_function_id, attempts, first_attempt_at, ended_at, dwell_us, total_us, dead_letter_queue_id";

    private const string AttemptColumns =
        "started_on, journey_id, message_key, number, tenant_id, queue_id, function_id, trace_id, span_id, started_at, ended_at, "
        + "dwell_us, skew_us, outcome, error_signature";

    private readonly CopyBuffer _journeys = new();
    private readonly CopyBuffer _traces = new();
    private readonly CopyBuffer _messages = new();
    private readonly CopyBuffer _attempts = new();

    /// <returns>The journeys that stood there, under whatever ids they go on.</returns>
    public async Task<IReadOnlyCollection<Guid>> ReplaceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Guid> ownTraces,
        IReadOnlyList<Journey> journeys,
        DateTime now,
        CancellationToken cancellationToken)
    {
        var replaced = await DeleteAsync(connection, transaction, tenantId, ownTraces, cancellationToken);
        foreach (var rows in new[] { _journeys, _traces, _messages, _attempts })
        {
            rows.Clear();
        }

        foreach (var journey in journeys)
        {
            Add(journey, tenantId, now);
        }

        await SendAsync(connection, "journey", JourneyColumns, _journeys, cancellationToken);
        await SendAsync(connection, "journey_trace", TraceColumns, _traces, cancellationToken);
        await SendAsync(connection, "message", MessageColumns, _messages, cancellationToken);
        await SendAsync(connection, "attempt", AttemptColumns, _attempts, cancellationToken);
        return replaced;
    }

    public void Dispose()
    {
        _journeys.Dispose();
        _traces.Dispose();
        _messages.Dispose();
        _attempts.Dispose();
    }

    private static async Task<IReadOnlyCollection<Guid>> DeleteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<Guid> ownTraces,
        CancellationToken cancellationToken)
    {
        var old = (await connection.QueryAsync<(Guid Id, DateOnly Day)>(new CommandDefinition(
            """
            SELECT DISTINCT journey_id, started_on FROM journey_trace
            WHERE trace_id = ANY(ARRAY(SELECT unnest(@traces))) AND tenant_id = @tenantId AND NOT is_shared
            """,
            new { traces = ownTraces.ToArray(), tenantId },
            transaction,
            cancellationToken: cancellationToken))).ToArray();
        if (old.Length == 0)
        {
            return [];
        }

        var parameters = new { ids = old.Select(journey => journey.Id).ToArray(), days = old.Select(journey => journey.Day).Distinct().ToArray(), tenantId };
        await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM attempt WHERE journey_id = ANY(@ids) AND started_on = ANY(@days) AND tenant_id = @tenantId;
            DELETE FROM message WHERE journey_id = ANY(@ids) AND started_on = ANY(@days) AND tenant_id = @tenantId;
            DELETE FROM journey_trace WHERE journey_id = ANY(@ids) AND started_on = ANY(@days) AND tenant_id = @tenantId;
            DELETE FROM journey WHERE journey_id = ANY(@ids) AND started_on = ANY(@days) AND tenant_id = @tenantId;
            """,
            parameters,
            transaction,
            cancellationToken: cancellationToken));
        return parameters.ids;
    }

    private static Task SendAsync(NpgsqlConnection connection, string table, string columns, CopyBuffer rows, CancellationToken cancellationToken)
        => Copy.SendAsync(connection, $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", rows, cancellationToken);

    private void Add(Journey journey, int tenantId, DateTime now)
    {
        var day = DateOnly.FromDateTime(journey.StartedAt);
        AddJourney(journey, day, tenantId, now);
        foreach (var trace in journey.Traces)
        {
            _traces.Row(5);
            _traces.Date(day);
            _traces.Uuid(journey.JourneyId);
            _traces.Uuid(trace.TraceId);
            _traces.Int32(tenantId);
            _traces.Bool(trace.IsShared);
        }

        foreach (var message in journey.Messages)
        {
            AddMessage(journey, message, day, tenantId);
            foreach (var attempt in message.Attempts)
            {
                AddAttempt(journey, message, attempt, day, tenantId);
            }
        }
    }

    private void AddJourney(Journey journey, DateOnly day, int tenantId, DateTime now)
    {
        _journeys.Row(17);
        _journeys.Date(day);
        _journeys.Uuid(journey.JourneyId);
        _journeys.Int32(tenantId);
        _journeys.Int16((short)journey.Status);
        _journeys.Timestamp(journey.StartedAt);
        _journeys.Timestamp(journey.EndedAt);
        _journeys.Int32(journey.Traces.Count);
        _journeys.Int32(journey.Invocations.Count);
        _journeys.Int32(journey.Messages.Count);
        _journeys.Int32(journey.Attempts);
        _journeys.Int32(journey.Errors);
        _journeys.Int32(journey.ColdStarts);
        _journeys.Int32(journey.RootFunctionId);
        _journeys.Timestamp(journey.DueAt);
        _journeys.Int32Array([.. journey.Invocations.Select(invocation => invocation.FunctionId).Distinct().Order()]);
        _journeys.Int32Array([.. journey.Messages.Select(message => message.QueueId).Distinct().Order()]);
        _journeys.Timestamp(now);
    }

    private void AddMessage(Journey journey, Message message, DateOnly day, int tenantId)
    {
        _messages.Row(17);
        _messages.Date(day);
        _messages.Uuid(journey.JourneyId);
        _messages.Uuid(message.MessageKey);
        _messages.Int32(tenantId);
        _messages.Int32(message.QueueId);
        _messages.Text(message.MessageId);
        _messages.Int16((short)message.State);
        _messages.Timestamp(message.PublishedAt);
        _messages.Uuid(message.PublisherTraceId);
        _messages.Int64(message.PublisherSpanId);
        _messages.Int32(message.PublisherFunctionId);
        _messages.Int32(message.Attempts.Count);
        _messages.Timestamp(message.Attempts.Count > 0 ? message.Attempts[0].StartedAt : null);
        _messages.Timestamp(message.EndedAt);
        _messages.Int64(message.DwellMicros);
        _messages.Int64(message.TotalMicros);
        _messages.Int32(message.DeadLetterQueueId);
    }

    private void AddAttempt(Journey journey, Message message, Attempt attempt, DateOnly day, int tenantId)
    {
        _attempts.Row(15);
        _attempts.Date(day);
        _attempts.Uuid(journey.JourneyId);
        _attempts.Uuid(message.MessageKey);
        _attempts.Int32(attempt.Number);
        _attempts.Int32(tenantId);
        _attempts.Int32(attempt.QueueId);
        _attempts.Int32(attempt.FunctionId);
        _attempts.Uuid(attempt.TraceId);
        _attempts.Int64(attempt.SpanId);
        _attempts.Timestamp(attempt.StartedAt);
        _attempts.Timestamp(attempt.EndedAt);
        _attempts.Int64(attempt.DwellMicros);
        _attempts.Int64(attempt.SkewMicros);
        _attempts.Int16((short)attempt.Outcome);
        _attempts.Text(attempt.ErrorSignature);
    }
}
