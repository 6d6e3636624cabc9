using Correlator.Correlation;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Correlation.Support;

namespace Correlator.Tests.Correlation;

/// <summary>A message's attempts, waits and end.</summary>
public sealed class MessageAttemptTests
{
    [Fact]
    public void Resolve_OneAttempt_HasItsDwellAndTotal()
    {
        var message = new Scenario()
            .Publish("A", "m", at: 100)
            .Process("B", "m", at: 350, ms: 50)
            .SingleMessage();

        message.State.ShouldBe(MessageState.Processed);
        message.DwellMicros.ShouldBe(250_000);
        message.TotalMicros.ShouldBe(300_000);
        message.Attempts.ShouldHaveSingleItem().Number.ShouldBe(1);
    }

    [Fact]
    public void Resolve_RedeliveryAfterANack_CountsTheWaitOfEachAttempt()
    {
        var message = new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100, ms: 20, failed: true)
            .Settle("B", "m", at: 120, failed: true)
            .Process("C", "m", at: 1120, ms: 30)
            .SingleMessage();

        message.State.ShouldBe(MessageState.Processed);
        message.Attempts.Select(attempt => attempt.Number).ShouldBe([1, 2]);
        message.Attempts.Select(attempt => attempt.Outcome).ShouldBe([InvocationOutcome.Error, InvocationOutcome.Ok]);
        message.Attempts.Select(attempt => attempt.DwellMicros).ShouldBe([100_000, 1_000_000]);
        message.TotalMicros.ShouldBe(1_150_000);
    }

    [Fact]
    public void Resolve_ReceiveAndProcessOfOneFunction_AreOneAttempt() =>
        new Scenario()
            .Publish("A", "m")
            .Receive("B", "m", at: 10)
            .Process("B", "m", at: 12)
            .SingleMessage().Attempts.ShouldHaveSingleItem().StartedAt.ShouldBe(Scenario.At(12));

    [Fact]
    public void Resolve_BrokerCountedMore_TheUnseenAttemptsAreListed()
    {
        var message = new Scenario().Publish("A", "m").Process("B", "m", at: 500, told: 3).SingleMessage();

        message.Attempts.Select(attempt => attempt.Number).ShouldBe([1, 2, 3]);
        message.Attempts.Take(2).ShouldAllBe(attempt => attempt.Outcome == InvocationOutcome.Unknown && attempt.FunctionId == null);
    }

    [Fact]
    public void Resolve_AbsurdDeliveryCounts_KeepNumbersRisingAndDistinct()
    {
        var numbers = new Scenario()
            .Process("A", "m", at: 0, failed: true, told: int.MaxValue)
            .Process("B", "m", at: 50, failed: true, told: int.MaxValue)
            .SingleMessage().Attempts.Select(attempt => attempt.Number).ToArray();

        numbers.ShouldBe([.. numbers.Order().Distinct()]);
        numbers.Length.ShouldBe(102);
        numbers[^1].ShouldBeGreaterThan(numbers[^2]);
    }

    [Fact]
    public void Resolve_ConsumersClockIsBehind_IsSkewAndNoNegativeWait()
    {
        var attempt = new Scenario()
            .Publish("A", "m", at: 500)
            .Process("B", "m", at: 200)
            .SingleMessage().Attempts.ShouldHaveSingleItem();

        attempt.DwellMicros.ShouldBe(0);
        attempt.SkewMicros.ShouldBe(300_000);
    }

    [Fact]
    public void Resolve_BrokerTellsWhenItWasEnqueued_TheWaitIsFromThen() =>
        new Scenario()
            .Publish("A", "m", at: 0)
            .Process("B", "m", at: 500, enqueuedAt: 400)
            .SingleMessage()
            .DwellMicros.ShouldBe(100_000);

    [Fact]
    public void Resolve_PublishUnknown_TheWaitIsUnknown()
    {
        var message = new Scenario().Process("B", "m", at: 500).SingleMessage();

        message.DwellMicros.ShouldBeNull();
        message.TotalMicros.ShouldBeNull();
    }

    [Fact]
    public void Resolve_KilledByThePlatform_TheAttemptTimedOut()
    {
        var scenario = new Scenario().Publish("A", "m").Process("B", "m", at: 10, entry: false);
        scenario.Invoke("B", at: 10, outcome: InvocationOutcome.Timeout, span: scenario.Sightings[^1].SpanId);

        Single(scenario).Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(InvocationOutcome.Timeout);
    }

    [Fact]
    public void Resolve_SeenInTheDeadLetterQueue_IsDeadLetteredAndNoAttempt()
    {
        var message = new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 10, from: "A", failed: true)
            .ReceiveFromDeadLetters("C", "m", at: 90, from: "A")
            .SingleMessage();

        message.State.ShouldBe(MessageState.DeadLettered);
        message.DeadLetterQueueId.ShouldBe(Scenario.DeadLetterQueue);
        message.EndedAt.ShouldBe(Scenario.At(90));
        message.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public void Resolve_DeadLetteredAndThenProcessedFromItsQueue_IsProcessed() =>
        new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 10, failed: true)
            .DeadLetter("B", "m", at: 20)
            .Process("C", "m", at: 500)
            .SingleMessage().State.ShouldBe(MessageState.Processed);

    [Fact]
    public void Resolve_PublishedToADeadLetterQueue_IsDeadLettered() =>
        new Scenario()
            .Publish("A", "m", queue: "dead")
            .SingleMessage().State.ShouldBe(MessageState.DeadLettered);

    [Fact]
    public void Resolve_NeverConsumed_IsLostAfterATime()
    {
        var scenario = new Scenario().Publish("A", "m");

        Single(scenario, now: 60_000).State.ShouldBe(MessageState.InFlight);
        Single(scenario, now: 900_000).State.ShouldBe(MessageState.Lost);
    }

    [Fact]
    public void Resolve_OnlySettled_WasConsumed() => new Scenario()
        .Publish("A", "m")
        .Settle("B", "m", at: 50)
        .SingleMessage().State.ShouldBe(MessageState.Processed);

    [Fact]
    public void Resolve_OneSpanPublishedSeveral_EachHasItsPublishAndItsOwnAttempts()
    {
        var journey = new Scenario()
            .Publish("A", "batch", at: 5, id: "")
            .Process("B", "batch", at: 20, from: "A", id: "m1")
            .Process("C", "batch", at: 30, from: "A", id: "m2")
            .SingleJourney();

        journey.Messages.Select(message => message.MessageId).ShouldBe(["m1", "m2"], ignoreOrder: true);
        journey.Messages.ShouldAllBe(message => message.Attempts.Count == 1 && message.PublishedAt == Scenario.At(5));
    }

    [Fact]
    public void Resolve_TheBrokerGaveAnotherId_IsTheSameMessage()
    {
        var message = new Scenario()
            .Publish("A", "m", queue: "topic", id: "sns-1")
            .Process("B", "m", at: 20, from: "A", id: "sqs-1")
            .SingleMessage();

        message.PublisherTraceId.ShouldBe(Scenario.Trace("A"));
        message.State.ShouldBe(MessageState.Processed);
    }

    private static Message Single(Scenario scenario, double now = 3_600_000) =>
        scenario.Resolve(now).SelectMany(journey => journey.Messages).ShouldHaveSingleItem();
}
