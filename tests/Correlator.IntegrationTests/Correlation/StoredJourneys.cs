using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Correlation;

/// <summary>Journeys put into a database as rows, without telemetry behind them.</summary>
internal static class StoredJourneys
{
    public static readonly DateTime Noon = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(12);

    private const string Columns =
        """
        started_on, journey_id, tenant_id, status, started_at, ended_at, traces, invocations, messages, attempts, errors, cold_starts,
        root_function_id, functions, queues, updated_at
        """;

    public static JourneySummary Journey(
        int number,
        DateTime startedAt,
        JourneyStatus status = JourneyStatus.Completed,
        int[]? functions = null,
        int[]? queues = null) =>
        new()
        {
            JourneyId = Id(number),
            StartedOn = DateOnly.FromDateTime(startedAt),
            Status = status,
            StartedAt = startedAt,
            EndedAt = startedAt.AddSeconds(1),
            FunctionIds = functions ?? [1],
            QueueIds = queues ?? [],
            UpdatedAt = startedAt,
        };

    /// <summary>Ids whose order is not that of their numbers.</summary>
    public static Guid Id(int number) => new(number * 7919 % 65521, (short)number, 0, 1, 2, 3, 4, 5, 6, 7, 8);

    public static async Task AddJourneysAsync(this CorrelatorServer server, IEnumerable<JourneySummary> journeys, int tenantId = TenantResolver.LocalTenant)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"""
            INSERT INTO journey ({Columns})
            VALUES (@StartedOn, @JourneyId, @tenantId, @status, @StartedAt, @EndedAt, 1, 1, 0, 0, 0, 0, NULL, @FunctionIds, @QueueIds, @UpdatedAt);
            INSERT INTO journey_trace (started_on, journey_id, trace_id, tenant_id, is_shared) VALUES (@StartedOn, @JourneyId, @JourneyId, @tenantId, false)
            """,
            journeys.Select(journey => new
            {
                journey.StartedOn,
                journey.JourneyId,
                tenantId,
                status = (short)journey.Status,
                journey.StartedAt,
                journey.EndedAt,
                journey.FunctionIds,
                journey.QueueIds,
                journey.UpdatedAt,
            }));
    }

    /// <summary>So many that Postgres finds an index worth its while.</summary>
    public static Task AddManyAsync(CorrelatorServer server, int count) => server.ExecuteAsync(
        $"""
        INSERT INTO journey ({Columns})
        SELECT at::date, id, 1, CASE WHEN n % 100 = 0 THEN 3 ELSE 2 END, at, at, 1, 1, 0, 0, 0, 0, NULL, ARRAY[n % 10], ARRAY[n % 5], at
        FROM (SELECT n, now() - n * interval '1 second' AS at, md5(n::text)::uuid AS id FROM generate_series(1, {count}) AS n) AS made;
        INSERT INTO journey_trace (started_on, journey_id, trace_id, tenant_id, is_shared) SELECT started_on, journey_id, journey_id, 1, false FROM journey;
        ANALYZE journey;
        ANALYZE journey_trace
        """);
}
