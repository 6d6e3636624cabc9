using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Paging;
using Correlator.Telemetry.Facts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

public sealed class InvocationReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private const string Columns =
        """
        started_at, trace_id, span_id, tenant_id, function_id, batch_id, parent_span_id, parent_remote, duration_us, init_us, outcome,
        cold_start, batch_size, trigger, version, instance, invocation_id, error_signature
        """;
    private static readonly DateTime Noon = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(12);

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(100, true)]
    public async Task Page_InvocationsOfEqualTimes_AreWalkedOnceEachInOrder(int size, bool fromEnd)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var rows = await AddAsync(server, 60, number => Noon.AddHours(-20 * (number / 20)));

        var walked = await PageWalk.AllAsync<Invocation, TimePlace>(size, fromEnd, window => PageAsync(server, new InvocationFilter(), window), Place);

        walked.Select(Key).ShouldBe(Newest(rows));
    }

    [Fact]
    public async Task Page_EachFilter_GivesWhatSatisfiesIt()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var rows = await AddAsync(server, 60, number => Noon.AddMinutes(-number));
        var function = rows[0].FunctionId;

        async Task Gives(InvocationFilter filter, Func<Invocation, bool> satisfies)
        {
            var walked = await PageWalk.AllAsync<Invocation, TimePlace>(5, fromEnd: false, window => PageAsync(server, filter, window), Place);
            walked.Select(Key).ShouldBe(Newest(rows.Where(satisfies)), filter.ToString());
        }

        await Gives(new() { FunctionIds = [function] }, row => row.FunctionId == function);
        await Gives(new() { FunctionIds = [int.MaxValue] }, _ => false);
        await Gives(
            new() { From = Noon.AddMinutes(-30), Until = Noon.AddMinutes(-10) },
            row => row.StartedAt >= Noon.AddMinutes(-30) && row.StartedAt < Noon.AddMinutes(-10));
        await Gives(
            new() { Outcomes = [InvocationOutcome.Error, InvocationOutcome.Timeout] },
            row => row.Outcome is InvocationOutcome.Error or InvocationOutcome.Timeout);
        await Gives(new() { Outcomes = [InvocationOutcome.Ok] }, row => row.Outcome == InvocationOutcome.Ok);
        await Gives(new() { IsCold = true }, row => row.IsCold);
        await Gives(new() { IsCold = false, FunctionIds = [function] }, row => !row.IsCold && row.FunctionId == function);
        var reader = server.Services.GetRequiredService<InvocationReader>();
        (await reader.PageAsync(2, new InvocationFilter(), new(10), CancellationToken.None)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_AmongManyInvocations_IsReadByIndexes()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await AddAsync(server, 4, _ => Noon);
        await server.ExecuteAsync(
            $"""
            INSERT INTO invocation ({Columns})
            SELECT
              now() - n * interval '1 second', md5(n::text)::uuid, n, 1, (SELECT min(function_id) FROM function) + n % 4, 1,
              0, false, 1, 0, CASE WHEN n % 200 = 0 THEN 1 ELSE 0 END, CASE WHEN n % 300 = 0 THEN 1 ELSE 0 END,
              0, 'http', '', '', '', ''
            FROM generate_series(1, 40000) AS n;
            ANALYZE invocation
            """);
        (InvocationFilter Filter, string Index)[] pages =
        [
            (new(), "function_id_started_at"),
            (new() { Outcomes = [InvocationOutcome.Error] }, "Index"),
            (new() { IsCold = true }, "Index"),
        ];

        foreach (var (filter, index) in pages)
        {
            var plan = await server.ExplainAsync(InvocationReader.Compose(Tenant, filter, new PageWindow<TimePlace>(50)));

            plan.ShouldContain(index, customMessage: plan);
            plan.ShouldBeFrugal();
        }
    }

    /// <summary>Invocations of four functions, put there as rows; every seventh tells of an init and is none.</summary>
    private static async Task<IReadOnlyList<Invocation>> AddAsync(CorrelatorServer server, int count, Func<int, DateTime> startedAt)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var functions = (await connection.QueryAsync<int>(
            """
            INSERT INTO function (tenant_id, environment, service, name, first_seen)
            SELECT 1, '', 'shop', 'f' || n, now() FROM generate_series(1, 4) AS n
            RETURNING function_id
            """)).ToArray();
        Invocation[] rows = [.. Enumerable.Range(0, count).Select(number => new Invocation
        {
            TraceId = new Guid(number % 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
            SpanId = number * 7919 % 65521,
            FunctionId = functions[number % 4],
            StartedAt = startedAt(number),
            Outcome = (InvocationOutcome)(number % 3),
            ColdStart = (ColdStart)(number % 4),
            Trigger = number % 7 == 6 ? Invocation.InitTrigger : "http",
        })];
        await connection.ExecuteAsync(
            $"""
            INSERT INTO invocation ({Columns})
            VALUES (@StartedAt, @TraceId, @SpanId, 1, @FunctionId, 1, 0, false, 5, 0, @outcome, @coldStart, 0, @Trigger, '', '', '', '')
            """,
            rows.Select(row => new
            {
                row.StartedAt,
                row.TraceId,
                row.SpanId,
                row.FunctionId,
                outcome = (short)row.Outcome,
                coldStart = (short)row.ColdStart,
                row.Trigger,
            }));
        return [.. rows.Where(row => !row.IsInit)];
    }

    private static Task<Page<Invocation>> PageAsync(CorrelatorServer server, InvocationFilter filter, PageWindow<TimePlace> window) =>
        server.Services.GetRequiredService<InvocationReader>().PageAsync(Tenant, filter, window, CancellationToken.None);

    private static TimePlace Place(Invocation invocation) => new(invocation.StartedAt, invocation.TraceId, invocation.SpanId);

    private static (Guid, long) Key(Invocation invocation) => (invocation.TraceId, invocation.SpanId);

    private static IEnumerable<(Guid, long)> Newest(IEnumerable<Invocation> rows) =>
        rows.OrderByDescending(row => row.StartedAt).ThenBy(row => row.TraceId.ToString(), StringComparer.Ordinal).ThenBy(row => row.SpanId).Select(Key);
}
