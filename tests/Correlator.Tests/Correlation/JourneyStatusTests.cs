using Correlator.Correlation;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Correlation.Support;

namespace Correlator.Tests.Correlation;

public sealed class JourneyStatusTests
{
    private const double Later = 3_600_000;

    [Fact]
    public void Status_AllWentWell_IsCompleted() =>
        Status(new Scenario()
            .Invoke("A")
            .Publish("A", "m")
            .Process("B", "m", at: 10)).ShouldBe(JourneyStatus.Completed);

    [Fact]
    public void Status_InvocationFailed_IsFailed() => Status(new Scenario()
        .Invoke("A", outcome: InvocationOutcome.Timeout)).ShouldBe(JourneyStatus.Failed);

    [Fact]
    public void Status_AttemptMadeGood_IsCompleted() =>
        Status(new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 10, failed: true)
            .Process("C", "m", at: 50)).ShouldBe(JourneyStatus.Completed);

    [Fact]
    public void Status_DeadLettered_IsFailed() =>
        Status(new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 10, failed: true)
            .DeadLetter("B", "m", at: 20)).ShouldBe(JourneyStatus.Failed);

    [Fact]
    public void Status_MessageOnItsWay_IsInFlightAndDueWhenItIsLost()
    {
        var journey = new Scenario().Publish("A", "m").Resolve(60_000).ShouldHaveSingleItem();

        journey.Status.ShouldBe(JourneyStatus.InFlight);
        journey.DueAt.ShouldBe(Scenario.At(900_000));
    }

    [Fact]
    public void Status_MessageLost_IsStuckAndDueNoMore()
    {
        var journey = new Scenario().Publish("A", "m").Resolve(Later).ShouldHaveSingleItem();

        journey.Status.ShouldBe(JourneyStatus.Stuck);
        journey.DueAt.ShouldBeNull();
    }

    [Fact]
    public void Status_LastAttemptFailed_IsInFlightUntilItIsGivenUp()
    {
        var scenario = new Scenario().Publish("A", "m").Process("B", "m", at: 10, ms: 0, failed: true);

        scenario.Resolve(60_000).ShouldHaveSingleItem().DueAt.ShouldBe(Scenario.At(900_010));
        Status(scenario, 60_000).ShouldBe(JourneyStatus.InFlight);
        Status(scenario).ShouldBe(JourneyStatus.Failed);
    }

    [Fact]
    public void Status_StartedAndNeverEnded_IsStuckAfterATime()
    {
        var scenario = new Scenario().Invoke("A", ms: 0, outcome: InvocationOutcome.Unknown);

        Status(scenario, 60_000).ShouldBe(JourneyStatus.InFlight);
        Status(scenario).ShouldBe(JourneyStatus.Stuck);
    }

    [Fact]
    public void Status_TheEndCameLate_IsCompleted() =>
        Status(new Scenario()
            .Invoke("A", outcome: InvocationOutcome.Unknown, span: 1)
            .Invoke("A", at: 5, span: 1)).ShouldBe(JourneyStatus.Completed);

    [Fact]
    public void Status_LateAttemptOfALostMessage_OpensTheJourneyAgain()
    {
        var scenario = new Scenario().Publish("A", "m");
        Status(scenario).ShouldBe(JourneyStatus.Stuck);

        Status(scenario.Process("B", "m", at: Later - 1000, failed: true)).ShouldBe(JourneyStatus.InFlight);
        Status(scenario.Process("C", "m", at: Later - 500)).ShouldBe(JourneyStatus.Completed);
    }

    [Fact]
    public void Status_OnlySettledWithoutAPublish_IsNeverDue() =>
        new Scenario()
            .Settle("A", "m", at: 0, failed: true)
            .Resolve(60_000).ShouldHaveSingleItem()
            .DueAt.ShouldBeNull();

    private static JourneyStatus Status(Scenario scenario, double now = Later) => scenario.Resolve(now).ShouldHaveSingleItem().Status;
}
