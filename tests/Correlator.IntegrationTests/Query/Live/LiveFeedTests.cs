using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Query.Live;
using Correlator.Storage.Notices;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Query.Live;

/// <summary>Two servers on one database: what one of them does, subscribers of the other hear.</summary>
public sealed class LiveFeedTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-30);

    [Fact]
    public async Task Journeys_ResolvedByWhicheverServer_AreHeardByBoth()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await CorrelatorServer.StartAsync(database);
        await using var other = await CorrelatorServer.StartAsync(database);
        await using var heardHere = Heard.Start(token => one.Services.GetRequiredService<JourneyFeed>().WatchAsync(Tenant, token));
        await using var heardThere = Heard.Start(token => other.Services.GetRequiredService<JourneyFeed>().WatchAsync(Tenant, token));
        await using var heardByOthers = Heard.Start(token => other.Services.GetRequiredService<JourneyFeed>().WatchAsync(2, token));
        var trace = OtlpSamples.NewTrace();

        await new OtlpRequest(("service.name", "shop")).Span(trace, 1, "GET", SpanKind.Server, Now, []).SendAsync(one);

        await heardHere.UntilAsync(journey => journey.JourneyId == trace.ToGuid());
        await heardThere.UntilAsync(journey => journey.JourneyId == trace.ToGuid());
        heardByOthers.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Follow_JourneyIsJoinedToAnotherOne_GoesOnWithThatOne()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        TraceId[] traces = [.. new[] { OtlpSamples.NewTrace(), OtlpSamples.NewTrace() }.OrderBy(trace => trace.ToString(), StringComparer.Ordinal)];
        await new OtlpRequest(("service.name", "bill")).Span(traces[1], 1, "GET", SpanKind.Server, Now, [("correlation.id", "c-77")]).SendAsync(server);
        await server.JourneyAsync("c-77", _ => true);
        await using var heard = Heard.Start(token => server.Services.GetRequiredService<JourneyFeed>().FollowAsync(Tenant, traces[1].ToGuid(), token));
        await heard.UntilAsync(journey => journey.JourneyId == traces[1].ToGuid() && journey.Traces == 1);

        await new OtlpRequest(("service.name", "shop")).Span(traces[0], 1, "GET", SpanKind.Server, Now, [("correlation.id", "c-77")]).SendAsync(server);
        await heard.UntilAsync(journey => journey.JourneyId == traces[0].ToGuid() && journey.Traces == 2);

        await new OtlpRequest(("service.name", "ship")).Span(traces[0], 2, "GET", SpanKind.Server, Now, [], parent: 1).SendAsync(server);
        await heard.UntilAsync(journey => journey.JourneyId == traces[0].ToGuid() && journey.Invocations == 3);
    }

    [Fact]
    public async Task Findings_OpenedAndClosed_AreHeardOnAnotherServer()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await CorrelatorServer.StartAsync(database, ("Correlator:Detection:Period", "01:00:00"));
        await using var other = await CorrelatorServer.StartAsync(database, ("Correlator:Detection:Period", "01:00:00"));
        await using var heard = Heard.Start(token => other.Services.GetRequiredService<FindingFeed>().WatchAsync(Tenant, token));
        var finding = Guid.NewGuid();
        var evaluation = new Evaluation
        {
            Kind = FindingKind.RetryStorm,
            Subject = Subject.Queue(1, "orders"),
            IsTrouble = true,
            IsCalm = false,
            Severity = Severity.Warning,
            Summary = "Many retries.",
            Numbers = new Dictionary<string, double>(),
            Since = Now.UtcDateTime,
        };
        var store = one.Services.GetRequiredService<FindingStore>();

        await store.ApplyAsync(Tenant, FindingChange.Open, null, evaluation, Now.UtcDateTime, CancellationToken.None);
        var opened = await heard.UntilAsync(found => found.Summary == "Many retries." && found.Until is null);
        await store.ApplyAsync(Tenant, FindingChange.Close, opened, evaluation, Now.UtcDateTime, CancellationToken.None);

        await heard.UntilAsync(found => found.FindingId == opened.FindingId && found.Until is not null);
    }

    [Fact]
    public async Task Changes_WhileNobodyCouldListen_AreHeardAfterwards()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using var heard = Heard.Start(token => server.Services.GetRequiredService<JourneyFeed>().WatchAsync(Tenant, token));
        var (before, meanwhile) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        await new OtlpRequest(("service.name", "shop")).Span(before, 1, "GET", SpanKind.Server, Now, []).SendAsync(server);
        await heard.UntilAsync(journey => journey.JourneyId == before.ToGuid());

        await server.ExecuteAsync(
            $"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query = 'LISTEN {ChangeNoticeStore.Channel}' AND datname = current_database()
            """);
        await new OtlpRequest(("service.name", "shop")).Span(meanwhile, 1, "GET", SpanKind.Server, Now, []).SendAsync(server);

        await heard.UntilAsync(journey => journey.JourneyId == meanwhile.ToGuid());
    }
}
