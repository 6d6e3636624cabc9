using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Query.Graph;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Facts;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Demo;

public sealed class DemoTests(PlayedDemo demo) : IClassFixture<PlayedDemo>
{
    [Fact]
    public async Task Order_WithoutTrouble_IsOneCompletedJourneyOverAllFunctions()
    {
        var journey = (await demo.JourneysAsync("without trouble")).ShouldHaveSingleItem();

        journey.Summary.Status.ShouldBe(JourneyStatus.Completed);
        journey.Summary.Invocations.ShouldBe(7);
        journey.Summary.Errors.ShouldBe(0);
        journey.Messages.Count.ShouldBe(6);
        journey.Messages.ShouldAllBe(message => message.State == MessageState.Processed && message.Attempts.Count == 1 && message.DwellMicros != null);
    }

    [Fact]
    public async Task Burst_AfterADeployment_StartsCold()
    {
        var journeys = await demo.JourneysAsync("cold starts");

        journeys.Count.ShouldBe(8);
        journeys.ShouldAllBe(journey => journey.Summary.ColdStarts >= 1);
        var finding = await FindingAsync(FindingKind.ColdStart, name => name == "checkout-api");
        finding.Journeys.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task PoisonMessage_AfterItsLastAttempt_IsDeadLettered()
    {
        var journey = (await demo.JourneysAsync("poison")).ShouldHaveSingleItem();

        journey.Summary.Status.ShouldBe(JourneyStatus.Failed);
        var poison = journey.Messages.Single(message => message.State == MessageState.DeadLettered);
        poison.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)).ShouldBe(
        [
            (1, InvocationOutcome.Error),
            (2, InvocationOutcome.Error),
            (3, InvocationOutcome.Error),
        ]);
        poison.DeadLetterQueueId.ShouldNotBeNull();
        (await FindingAsync(FindingKind.DeadLetterGrowth, name => name == "shipments-dlq")).Journeys.ShouldContain(journey.Summary.JourneyId);
    }

    [Fact]
    public async Task PoisonMessage_AskedForByGraphQL_IsToldWithItsAttempts()
    {
        var journey = (await demo.JourneysAsync("poison")).ShouldHaveSingleItem();
        var id = journey.Summary.JourneyId.ToString("n");

        var told = (await demo.Server.AskAsync(
            """
            query($id: ID!) { journey(id: $id) { status rootFunction { name } functions { name }
              messages { state queue { destination } deadLetterQueue { destination } attempts { number outcome error function { name } } }
              traces { trace { logs { body } } } } }
            """,
            new { id })).At("journey");
        var failed = await demo.Server.AskAsync(
            """
            { journeys(where: {statuses: [FAILED], functions: ["shipping"], queues: ["shipments"]}) { nodes { journeyId } } }
            """);

        (told.Text("status"), told.Text("rootFunction", "name")).ShouldBe(("FAILED", "checkout-api"));
        told.List("functions").Select(function => function.Text("name")).ShouldContain("dead-letter-watcher");
        var poison = told.List("messages").Single(message => message.Text("state") == "DEAD_LETTERED");
        (poison.Text("queue", "destination"), poison.Text("deadLetterQueue", "destination")).ShouldBe(("shipments", "shipments-dlq"));
        poison.List("attempts").Select(attempt => (attempt.Text("number"), attempt.Text("outcome"), attempt.Text("function", "name")))
            .ShouldBe([("1", "ERROR", "shipping"), ("2", "ERROR", "shipping"), ("3", "ERROR", "shipping")]);
        told.List("traces", "0", "trace", "logs").ShouldContain(log => log.Text("body").Contains("postal code", StringComparison.Ordinal));
        failed.List("journeys", "nodes").Select(node => node.Text("journeyId")).ShouldBe([id]);
    }

    [Fact]
    public async Task RetryStorm_OfABusyBank_SucceedsAtTheFifthAttempt()
    {
        var journeys = await demo.JourneysAsync("retry storm");

        journeys.Count.ShouldBe(6);
        foreach (var journey in journeys)
        {
            journey.Summary.Status.ShouldBe(JourneyStatus.Completed);
            journey.Messages.Single(message => message.Attempts.Count > 1).Attempts.Select(attempt => attempt.Outcome).ShouldBe(
                [InvocationOutcome.Error, InvocationOutcome.Error, InvocationOutcome.Error, InvocationOutcome.Error, InvocationOutcome.Ok]);
        }

        await FindingAsync(FindingKind.RetryStorm, name => name == "payments");
    }

    [Fact]
    public async Task SlowConsumer_OfBigOrders_MakesThemWait()
    {
        var journeys = await demo.JourneysAsync("slow consumer");

        // Four bookings of 1.2 s, one at a time: the last waits for three others.
        journeys.Max(journey => journey.Messages.Max(message => message.DwellMicros)).ShouldNotBeNull().ShouldBeGreaterThan(3_500_000);
    }

    [Fact]
    public async Task KilledFunction_WhoseSpanNeverArrives_IsAnAttemptWithoutSpan()
    {
        var journey = (await demo.JourneysAsync("killed")).ShouldHaveSingleItem();

        journey.Summary.Status.ShouldBe(JourneyStatus.Completed);
        var attempts = journey.Messages.Single(message => message.Attempts.Count > 1).Attempts;
        attempts.Select(attempt => (attempt.Number, attempt.Outcome)).ShouldBe([(1, InvocationOutcome.Unknown), (2, InvocationOutcome.Ok)]);
        attempts[0].SpanId.ShouldBeNull();
    }

    [Fact]
    public async Task LostContext_OfAnOldClient_IsOneJourneyOfTwoTraces()
    {
        var journey = (await demo.JourneysAsync("lost trace context")).ShouldHaveSingleItem();

        journey.Traces.Count.ShouldBe(2);
        journey.Messages.Count.ShouldBe(6);
        journey.Messages.Count(message => message.PublisherTraceId is null).ShouldBe(1);
    }

    private Task<Finding> FindingAsync(string kind, Func<string, bool> isSubject) => Eventually.GetAsync(
        async () =>
        {
            var findings = await demo.Server.Services.GetRequiredService<FindingStore>()
                .RecentAsync(TenantResolver.LocalTenant, 50, CancellationToken.None);
            foreach (var finding in findings.Where(finding => finding.Kind == kind))
            {
                if (isSubject(await NameAsync(finding)))
                {
                    return finding;
                }
            }

            return null;
        },
        () => $"a finding of {kind}");

    private async Task<string> NameAsync(Finding finding)
    {
        int[] ids = [int.Parse(finding.SubjectId, System.Globalization.CultureInfo.InvariantCulture)];
        var services = demo.Server.Services;
        if (finding.SubjectKind == "queue")
        {
            var queues = services.GetRequiredService<QueueCatalog>();
            return (await queues.FindAsync(TenantResolver.LocalTenant, ids, CancellationToken.None)).Values.Single().Destination;
        }

        var functions = services.GetRequiredService<FunctionCatalog>();
        return (await functions.FindAsync(TenantResolver.LocalTenant, ids, CancellationToken.None)).Values.Single().Name;
    }
}
