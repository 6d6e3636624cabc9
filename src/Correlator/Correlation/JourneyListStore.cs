using Correlator.Storage;
using Correlator.Storage.Paging;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Lists journeys.</summary>
internal sealed class JourneyListStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The columns of a <see cref="JourneySummary"/>.</summary>
    public const string Columns =
        "journey_id, started_on, status, started_at, ended_at, traces, invocations, messages, attempts, errors, cold_starts, root_function_id, "
        + "functions AS function_ids, queues AS queue_ids, updated_at";

    /// <summary>Of a key with more traces those of the newest; a list by such a key is not complete.</summary>
    private const int MaxKeyTraces = 10_000;
    private static readonly NewestFirst Order = new("started_at", "journey_id");

    /// <summary>Newest first.</summary>
    public async Task<Page<JourneySummary>> PageAsync(int tenantId, JourneyFilter filter, PageWindow<TimePlace> window, CancellationToken cancellationToken)
    {
        var rows = new List<JourneySummary>();
        var walk = DayWalk.Ranges(filter.From, filter.Until, window, time.GetUtcNow().UtcDateTime);
        foreach (var days in filter.Keys is null ? walk : [default])
        {
            var (sql, parameters) = Compose(tenantId, filter, window with { Limit = window.Limit - rows.Count }, days);
            rows.AddRange(await database.QueryAsync<JourneySummary>(sql, parameters, cancellationToken));
            if (rows.Count == window.ReadLimit)
            {
                break;
            }
        }

        return Page<JourneySummary>.Of(rows, window);
    }

    /// <summary>The journeys of these ids; one that has been joined to another one, or is gone, is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, JourneySummary>> ReadAsync(int tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM journey WHERE journey_id = ANY(@ids) AND tenant_id = @tenantId";
        var found = await database.QueryAsync<JourneySummary>(Sql, new { tenantId, ids = ids.ToArray() }, cancellationToken);
        return found.DistinctBy(journey => journey.JourneyId).ToDictionary(journey => journey.JourneyId);
    }

    /// <summary>The newest journey of each trace; a trace that is part of none is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, JourneySummary>> OfTracesAsync(
        int tenantId,
        IReadOnlyCollection<Guid> traces,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var joined = (await connection.QueryAsync<(Guid TraceId, Guid JourneyId, DateOnly StartedOn)>(new CommandDefinition(
            """
            SELECT trace_id, journey_id, started_on FROM journey_trace WHERE trace_id = ANY(@traces) AND tenant_id = @tenantId
            ORDER BY is_shared, started_on DESC, journey_id
            """,
            new { tenantId, traces = traces.ToArray() },
            cancellationToken: cancellationToken))).DistinctBy(row => row.TraceId).ToList();
        var journeys = (await connection.QueryAsync<JourneySummary>(new CommandDefinition(
            $"SELECT {Columns} FROM journey WHERE journey_id = ANY(@ids) AND started_on = ANY(@days) AND tenant_id = @tenantId",
            new { tenantId, ids = joined.Select(row => row.JourneyId).Distinct().ToArray(), days = joined.Select(row => row.StartedOn).Distinct().ToArray() },
            cancellationToken: cancellationToken))).DistinctBy(journey => journey.JourneyId).ToDictionary(journey => journey.JourneyId);
        return joined.Where(row => journeys.ContainsKey(row.JourneyId)).ToDictionary(row => row.TraceId, row => journeys[row.JourneyId]);
    }

    /// <summary>The statement of a page. Each condition on the time is one on the day as well: other days' partitions are not looked into.</summary>
    internal static (string Sql, DynamicParameters Parameters) Compose(
        int tenantId,
        JourneyFilter filter,
        PageWindow<TimePlace> window,
        DayRange days = default)
    {
        List<string> conditions = ["tenant_id = @tenantId"];
        var parameters = new DynamicParameters(new { tenantId });
        Order.Bound(conditions, parameters, window);
        if (Later(filter.From, window.Before?.At) is { } from)
        {
            conditions.Add("started_at >= @from AND started_on >= @fromDay");
            parameters.AddDynamicParams(new { from, fromDay = DateOnly.FromDateTime(from) });
        }

        if (filter.Until is { } until)
        {
            conditions.Add("started_at < @until AND started_on <= @untilDay");
            parameters.AddDynamicParams(new { until, untilDay = DateOnly.FromDateTime(until) });
        }

        if (window.After is { } after)
        {
            conditions.Add("started_on <= @afterDay");
            parameters.AddDynamicParams(new { afterDay = DateOnly.FromDateTime(after.At) });
        }

        if (days.From is { } first)
        {
            conditions.Add("started_on >= @firstDay");
            parameters.AddDynamicParams(new { firstDay = first });
        }

        if (days.Until is { } last)
        {
            conditions.Add("started_on <= @lastDay");
            parameters.AddDynamicParams(new { lastDay = last });
        }

        if (filter.Statuses.Count > 0)
        {
            conditions.Add("status = ANY(@statuses)");
            parameters.AddDynamicParams(new { statuses = filter.Statuses.Select(status => (short)status).ToArray() });
            if (!filter.Statuses.Contains(JourneyStatus.Completed))
            {
                // In the words of the index journey_unfinished.
                conditions.Add("status <> 2");
            }
        }

        if (filter.FunctionIds.Count > 0)
        {
            conditions.Add("functions && @functions");
            parameters.AddDynamicParams(new { functions = filter.FunctionIds.ToArray() });
        }

        if (filter.QueueIds.Count > 0)
        {
            conditions.Add("queues && @queues");
            parameters.AddDynamicParams(new { queues = filter.QueueIds.ToArray() });
        }

        var sql = filter.Keys is null
            ? $"SELECT {Columns} FROM journey WHERE {string.Join(" AND ", conditions)} {Order.Order(window)}"
            : OfKeys(filter.Keys, conditions, window, parameters);
        return (sql, parameters);
    }

    /// <summary>The journeys of a key are few: each is read from the one partition that it is in.</summary>
    private static string OfKeys(IReadOnlyList<Guid> keys, List<string> conditions, PageWindow<TimePlace> window, DynamicParameters parameters)
    {
        parameters.AddDynamicParams(new { keys = keys.ToArray(), maxKeyTraces = MaxKeyTraces });
        return $"""
            SELECT {Columns} FROM (
                SELECT DISTINCT t.journey_id AS id, t.started_on AS day FROM journey_trace t WHERE t.tenant_id = @tenantId AND t.trace_id = ANY(ARRAY(
                    SELECT k.trace_id FROM correlation_key k WHERE k.key_hash = ANY(@keys) AND k.tenant_id = @tenantId
                    ORDER BY k.first_at DESC LIMIT @maxKeyTraces))) AS of_key
            CROSS JOIN LATERAL (
                SELECT * FROM journey
                WHERE journey_id = of_key.id AND started_on = of_key.day AND {string.Join(" AND ", conditions)} LIMIT 1) AS journey
            {Order.Order(window)}
            """;
    }

    /// <summary>The later of two lower bounds: what satisfies it satisfies both.</summary>
    private static DateTime? Later(DateTime? from, DateTime? before) => from is null || before > from ? before ?? from : from;
}
