using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Paging;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Detection;

public sealed class FindingListTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private static readonly DateTime Noon = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(-12);

    [Fact]
    public async Task Page_EachFilterForwardAndBackward_GivesWhatSatisfiesItInOrder()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Detection:Period", "01:00:00"));
        var rows = await AddAsync(server);

        async Task Gives(FindingFilter filter, Func<Finding, bool> satisfies)
        {
            foreach (var fromEnd in new[] { false, true })
            {
                var walked = await PageWalk.AllAsync<Finding, TimePlace>(
                    4,
                    fromEnd,
                    window => server.Services.GetRequiredService<FindingStore>().PageAsync(Tenant, filter, window, CancellationToken.None),
                    finding => new TimePlace(finding.Since, finding.FindingId));

                var expected = rows.Where(satisfies)
                    .OrderByDescending(finding => finding.Since)
                    .ThenBy(finding => finding.FindingId.ToString(), StringComparer.Ordinal);
                walked.Select(finding => finding.FindingId).ShouldBe(expected.Select(finding => finding.FindingId), filter.ToString());
            }
        }

        await Gives(new(), _ => true);
        await Gives(new() { IsOpen = true }, finding => finding.Until is null);
        await Gives(new() { IsOpen = false }, finding => finding.Until is not null);
        await Gives(new() { Kinds = [FindingKind.ColdStart, FindingKind.HotKey] }, finding => finding.Kind is FindingKind.ColdStart or FindingKind.HotKey);
        await Gives(new() { Subjects = [("queue", "3"), ("queue", "4"), ("function", "6")] }, finding => finding.SubjectId is "3" or "6");
        await Gives(new() { MinSeverity = Severity.Warning }, finding => finding.Severity >= 2);
        await Gives(
            new() { From = Noon.AddMinutes(3), Until = Noon.AddMinutes(5) },
            finding => finding.Since < Noon.AddMinutes(5) && (finding.Until is null || finding.Until > Noon.AddMinutes(3)));
    }

    [Fact]
    public async Task Reads_ByIdAndOfAnotherTenant_FindTheirOwn()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Detection:Period", "01:00:00"));
        var rows = await AddAsync(server);
        var store = server.Services.GetRequiredService<FindingStore>();

        (await store.ReadAsync(Tenant, [rows[0].FindingId, Guid.NewGuid()], CancellationToken.None)).Values.ShouldHaveSingleItem().Kind.ShouldBe(rows[0].Kind);
        (await store.ReadAsync(2, [rows[0].FindingId], CancellationToken.None)).ShouldBeEmpty();
        (await store.PageAsync(2, new FindingFilter(), new(10), CancellationToken.None)).Items.ShouldBeEmpty();
    }

    private static async Task<Finding[]> AddAsync(CorrelatorServer server)
    {
        string[] kinds = [FindingKind.ColdStart, FindingKind.RetryStorm, FindingKind.DeadLetterGrowth, FindingKind.HotKey];
        Finding[] rows = [.. Enumerable.Range(0, 40).Select(number => new Finding
        {
            FindingId = Guid.NewGuid(),
            Kind = kinds[number % 4],
            SubjectKind = number % 2 == 0 ? "function" : "queue",
            SubjectId = $"{number}",
            Severity = (short)((number % 3) + 1),
            Since = Noon.AddMinutes(number / 5),
            Until = number % 3 == 0 ? Noon.AddMinutes((number / 5) + 1) : null,
            Summary = "Something.",
            Numbers = "{}",
        })];
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO finding (finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, until, updated_at, calm, summary, numbers, journeys)
            VALUES (@FindingId, 1, @Kind, @SubjectKind, @SubjectId, @Severity, @Since, @Until, @Since, 0, @Summary, '{}', '{}')
            """,
            rows);
        return rows;
    }
}
