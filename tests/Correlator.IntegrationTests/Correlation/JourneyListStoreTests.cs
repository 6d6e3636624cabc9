using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Paging;
using Correlator.Telemetry.Conventions;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Correlation;

public sealed class JourneyListStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private static readonly DateTime Noon = StoredJourneys.Noon;

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(20, true)]
    [InlineData(100, false)]
    public async Task Page_JourneysOfEqualTimes_AreWalkedOnceEachInOrder(int size, bool fromEnd)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        JourneySummary[] journeys = [.. Enumerable.Range(1, 60).Select(number => StoredJourneys.Journey(number, Noon.AddHours(-12 * (number / 20))))];
        await server.AddJourneysAsync(journeys);

        var walked = await PageWalk.AllAsync<JourneySummary, TimePlace>(size, fromEnd, window => PageAsync(server, new JourneyFilter(), window), Place);

        walked.Select(journey => journey.JourneyId).ShouldBe(Newest(journeys));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(50, false)]
    public async Task Page_JourneysOfManyDays_AreWalkedOnceEachInOrder(int size, bool fromEnd)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        int[] days = [-2, 0, 1, 2, 6, 7, 8, 9, 30, 31, 32, 33, 200, 20_000];
        JourneySummary[] journeys =
        [
            .. days.SelectMany((day, number) => new[]
            {
                StoredJourneys.Journey(2 * number, Noon.AddDays(-day)),
                StoredJourneys.Journey((2 * number) + 1, Noon.AddDays(-day), JourneyStatus.InFlight),
            }),
        ];
        await server.AddJourneysAsync(journeys);

        foreach (var statuses in new JourneyStatus[][] { [], [JourneyStatus.InFlight, JourneyStatus.Failed] })
        {
            var filter = new JourneyFilter { Statuses = statuses };

            var walked = await PageWalk.AllAsync<JourneySummary, TimePlace>(size, fromEnd, window => PageAsync(server, filter, window), Place);

            walked.Select(journey => journey.JourneyId).ShouldBe(Newest(journeys.Where(journey => statuses.Length == 0 || statuses.Contains(journey.Status))));
        }
    }

    [Fact]
    public async Task Page_JourneysComeAndGoMeanwhile_ContinuesWhereItStood()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        JourneySummary[] journeys = [.. Enumerable.Range(1, 20).Select(number => StoredJourneys.Journey(number, Noon.AddMinutes(-(number % 4))))];
        await server.AddJourneysAsync(journeys);
        var first = await PageAsync(server, new JourneyFilter(), new PageWindow<TimePlace>(10));

        await server.AddJourneysAsync([StoredJourneys.Journey(100, Noon), StoredJourneys.Journey(101, Noon.AddMinutes(1))]);
        await server.ExecuteAsync($"DELETE FROM journey WHERE journey_id = '{first.Items[9].JourneyId}'");
        var second = await PageAsync(server, new JourneyFilter(), new PageWindow<TimePlace>(10) { After = Place(first.Items[9]) });
        var back = await PageAsync(server, new JourneyFilter(), new PageWindow<TimePlace>(9) { Before = Place(second.Items[0]), FromEnd = true });

        second.Items.Select(journey => journey.JourneyId).ShouldBe(Newest(journeys).Skip(10));
        (second.HasPrevious, second.HasNext).ShouldBe((true, false));
        back.Items.Select(journey => journey.JourneyId).ShouldNotContain(first.Items[9].JourneyId);
        (back.HasPrevious, back.HasNext).ShouldBe((true, true));
    }

    [Fact]
    public async Task Page_EachFilter_GivesWhatSatisfiesIt()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        JourneySummary[] journeys = [.. Enumerable.Range(0, 48).Select(number => StoredJourneys.Journey(
            number, Noon.AddHours(-number), (JourneyStatus)((number % 4) + 1), functions: [number % 3, 10], queues: number % 2 == 0 ? [number % 5] : []))];
        await server.AddJourneysAsync(journeys);
        await server.ExecuteAsync(
            $"""
            INSERT INTO correlation_key (seen_on, key_hash, trace_id, tenant_id, batch_id, scope, first_at, name, value)
            SELECT now()::date, '{CorrelationKeys.HashesFor("orderId", "A-1").Single()}', id::uuid, 1, 1, 3, now(), 'order', 'A-1'
            FROM unnest(ARRAY['{StoredJourneys.Id(3)}', '{StoredJourneys.Id(30)}']) AS t (id)
            """);
        var orders = CorrelationKeys.HashesFor("order", "A-1");

        async Task Gives(JourneyFilter filter, Func<JourneySummary, bool> satisfies)
        {
            foreach (var fromEnd in new[] { false, true })
            {
                var walked = await PageWalk.AllAsync<JourneySummary, TimePlace>(5, fromEnd, window => PageAsync(server, filter, window), Place);
                walked.Select(journey => journey.JourneyId).ShouldBe(Newest(journeys.Where(satisfies)), filter.ToString());
            }
        }

        await Gives(new() { Statuses = [JourneyStatus.Failed] }, journey => journey.Status == JourneyStatus.Failed);
        await Gives(
            new() { Statuses = [JourneyStatus.Failed, JourneyStatus.InFlight] },
            journey => journey.Status is JourneyStatus.Failed or JourneyStatus.InFlight);
        await Gives(new() { FunctionIds = [1, 2] }, journey => journey.FunctionIds.Contains(1) || journey.FunctionIds.Contains(2));
        await Gives(new() { FunctionIds = [99] }, _ => false);
        await Gives(new() { QueueIds = [4] }, journey => journey.QueueIds.Contains(4));
        await Gives(new() { From = Noon.AddHours(-30) }, journey => journey.StartedAt >= Noon.AddHours(-30));
        await Gives(new() { Until = Noon.AddHours(-30) }, journey => journey.StartedAt < Noon.AddHours(-30));
        await Gives(
            new() { From = Noon.AddHours(-20), Until = Noon.AddHours(-2), Statuses = [JourneyStatus.Stuck], FunctionIds = [10] },
            journey => journey.Status == JourneyStatus.Stuck
                && journey.StartedAt >= Noon.AddHours(-20)
                && journey.StartedAt < Noon.AddHours(-2));
        await Gives(
            new() { Keys = orders },
            journey => journey.JourneyId == StoredJourneys.Id(3) || journey.JourneyId == StoredJourneys.Id(30));
        await Gives(new() { Keys = orders, Until = Noon.AddHours(-10) }, journey => journey.JourneyId == StoredJourneys.Id(30));
        await Gives(new() { Keys = [] }, _ => false);
    }

    [Fact]
    public async Task Reads_OfAnotherTenant_FindNothing()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.AddJourneysAsync([StoredJourneys.Journey(1, Noon)], tenantId: 2);
        var store = server.Services.GetRequiredService<JourneyListStore>();

        (await PageAsync(server, new JourneyFilter(), new PageWindow<TimePlace>(10))).Items.ShouldBeEmpty();
        (await store.ReadAsync(Tenant, [StoredJourneys.Id(1)], CancellationToken.None)).ShouldBeEmpty();
        (await store.OfTracesAsync(Tenant, [StoredJourneys.Id(1)], CancellationToken.None)).ShouldBeEmpty();
        (await store.OfTracesAsync(2, [StoredJourneys.Id(1)], CancellationToken.None)).Keys.ShouldBe([StoredJourneys.Id(1)]);
    }

    [Fact]
    public async Task Page_AmongManyJourneys_IsReadByAnIndexAndNoMoreThanNeeded()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await StoredJourneys.AddManyAsync(server, 30_000);
        var place = new TimePlace(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2), Guid.Empty);
        (JourneyFilter Filter, PageWindow<TimePlace> Window, string Index)[] pages =
        [
            (new(), new(50), "started_at"),
            (new(), new(50) { After = place }, "started_at"),
            (new(), new(50) { Before = place, FromEnd = true }, "started_at"),
            (new() { From = place.At.AddHours(-1), Until = place.At, FunctionIds = [3] }, new(50), "started_at"),
            (new() { Statuses = [JourneyStatus.Failed, JourneyStatus.Stuck] }, new(50), "started_at"),
            (new() { Statuses = [JourneyStatus.InFlight] }, new(50), "started_at"),
            (new() { FunctionIds = [99] }, new(50), "functions"),
            (new() { QueueIds = [99] }, new(50), "queues"),
            (new() { FunctionIds = [99], Statuses = [JourneyStatus.Completed] }, new(50), "functions"),
            (new() { Keys = CorrelationKeys.HashesFor("order", "A-1") }, new(50), "pkey"),
        ];

        foreach (var (filter, window, index) in pages)
        {
            var plan = await server.ExplainAsync(JourneyListStore.Compose(Tenant, filter, window));

            plan.ShouldContain(index, customMessage: plan);
            plan.ShouldBeFrugal();
        }

        var known = (await PageAsync(server, new JourneyFilter(), new(1))).Items[0].JourneyId;
        (await server.ExplainAsync(JourneyStore.Compose(Tenant, known, [known], known.ToString("n")))).ShouldBeFrugal();
    }

    private static Task<Page<JourneySummary>> PageAsync(CorrelatorServer server, JourneyFilter filter, PageWindow<TimePlace> window) =>
        server.Services.GetRequiredService<JourneyListStore>().PageAsync(Tenant, filter, window, CancellationToken.None);

    private static TimePlace Place(JourneySummary journey) => new(journey.StartedAt, journey.JourneyId);

    /// <summary>As Postgres orders them: ids by their bytes, as their text is ordered.</summary>
    private static IEnumerable<Guid> Newest(IEnumerable<JourneySummary> journeys) => journeys
        .OrderByDescending(journey => journey.StartedAt)
        .ThenBy(journey => journey.JourneyId.ToString(), StringComparer.Ordinal)
        .Select(journey => journey.JourneyId);
}
