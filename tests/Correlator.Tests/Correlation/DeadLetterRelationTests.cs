using Correlator.Correlation;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation;

/// <summary>A dead-letter queue that nothing names as one.</summary>
public sealed class DeadLetterRelationTests
{
    private const int Orders = 1;
    private const int Parking = 2;
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly JourneyFacts Sqs = new() { QueuesWithOwnIds = new HashSet<int> { Orders, Parking } };

    [Fact]
    public void Resolve_ConsumerSaysItDeadLettered_TakesTheNextQueueForItsDeadLetterQueue()
    {
        var message = Resolve(
            new JourneyFacts(),
            Publish(),
            Delivery(2, Orders, 1, failed: true),
            Delivery(3, Orders, 2) with { Kind = SightingKind.DeadLetter },
            Delivery(4, Parking, 3));

        message.State.ShouldBe(MessageState.DeadLettered);
        message.DeadLetterQueueId.ShouldBe(Parking);
        message.Attempts.ShouldHaveSingleItem().QueueId.ShouldBe(Orders);
        message.EndedAt.ShouldBe(Start.AddSeconds(2));
    }

    [Fact]
    public void Resolve_SameIdOnAnotherSqsQueue_WasMovedThere()
    {
        var message = Resolve(Sqs, Publish(), Delivery(2, Orders, 1, failed: true), Delivery(3, Orders, 2, failed: true), Delivery(4, Parking, 3));

        message.State.ShouldBe(MessageState.DeadLettered);
        message.DeadLetterQueueId.ShouldBe(Parking);
        message.Attempts.Select(attempt => attempt.QueueId).ShouldBe([Orders, Orders]);
    }

    [Fact]
    public void Resolve_SourceConsumerNeverSeen_WasMovedAllTheSame() =>
        Resolve(Sqs, Publish(), Delivery(4, Parking, 3)).State.ShouldBe(MessageState.DeadLettered);

    /// <summary>An exchange copies a message with its id into each of its queues.</summary>
    [Fact]
    public void Resolve_SameIdOnAnotherQueueElsewhere_IsAnotherConsumer()
    {
        var message = Resolve(new JourneyFacts(), Publish(), Delivery(2, Orders, 1), Delivery(4, Parking, 3));

        message.State.ShouldBe(MessageState.Processed);
        message.DeadLetterQueueId.ShouldBeNull();
        message.Attempts.Count.ShouldBe(2);
    }

    private static Message Resolve(JourneyFacts facts, params Sighting[] sightings)
    {
        var rules = new JourneyRules { LostAfter = TimeSpan.FromMinutes(15), MaxTracesPerKey = 1000 };
        return MessageResolver.Resolve(sightings, [], facts, rules, Start.AddMinutes(1)).ShouldHaveSingleItem().Message;
    }

    private static Sighting Publish() => Delivery(1, Orders, 0) with { Kind = SightingKind.Publish };

    private static Sighting Delivery(int span, int queue, int second, bool failed = false) => new()
    {
        TraceId = new Guid(span, 0, 0, new byte[8]),
        SpanId = span,
        MessageKey = new Guid(queue, 7, 7, new byte[8]),
        ContextTraceId = new Guid(1, 0, 0, new byte[8]),
        ContextSpanId = 1,
        QueueId = queue,
        FunctionId = 1,
        Kind = SightingKind.Process,
        At = Start.AddSeconds(second),
        MessageId = "m1",
        Failed = failed,
        ErrorSignature = failed ? "boom" : "",
    };
}
