using Correlator.Detection;

namespace Correlator.Tests.Detection;

public sealed class DeadLetterDetectorTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DeadLetterSample Growing = new()
    {
        QueueId = 5,
        Name = "orders-dlq",
        DeadLettered = 3,
        Depth = 17,
        DepthBefore = 12,
        OldestAge = 3600,
        Error = "FormatException: bad total",
        First = Now.AddMinutes(-1),
        Journeys = [Guid.NewGuid()],
    };

    [Fact]
    public void Evaluate_SightingsAndDepth_IsTroubleWithNumbers()
    {
        var evaluation = Evaluate(Growing);

        evaluation.IsTrouble.ShouldBeTrue();
        evaluation.IsCalm.ShouldBeFalse();
        evaluation.Kind.ShouldBe("dead-letter-growth");
        evaluation.Subject.ShouldBe(new Subject("queue", "5", "orders-dlq"));
        evaluation.Severity.ShouldBe(Severity.Critical);
        evaluation.Since.ShouldBe(Now.AddMinutes(-1));
        evaluation.Journeys.ShouldBe(Growing.Journeys);
        evaluation.Numbers.ShouldBe(
            new Dictionary<string, double>
            {
                ["deadLettered"] = 3,
                ["depth"] = 17,
                ["growth"] = 5,
                ["oldestAgeSeconds"] = 3600,
            },
            ignoreOrder: true);

        // The queue's depth grew by more than was seen: senders without telemetry dead-letter there too.
        evaluation.Summary.ShouldBe("orders-dlq: 5 messages were dead-lettered; 17 lie there, the oldest for 3600 s; last error: FormatException: bad total.");
    }

    [Fact]
    public void Evaluate_SightingsAlone_IsTrouble()
    {
        var evaluation = Evaluate(Growing with { Depth = null, DepthBefore = null, OldestAge = null, Error = null });

        evaluation.IsTrouble.ShouldBeTrue();
        evaluation.Severity.ShouldBe(Severity.Warning);
        evaluation.Summary.ShouldBe("orders-dlq: 3 messages were dead-lettered.");
    }

    [Fact]
    public void Evaluate_EmptiedQueue_SaysSoWithoutAnAge() =>
        Evaluate(Growing with { DeadLettered = 1, Depth = 0, DepthBefore = 0, OldestAge = 0, Error = null })
            .Summary.ShouldBe("orders-dlq: 1 message was dead-lettered; none lies there now.");

    [Theory]
    [InlineData(12d, 17d, true)] // grew, though no span told of it
    [InlineData(17d, 17d, false)] // holds old messages, but nothing new
    [InlineData(17d, 3d, false)] // is being emptied
    [InlineData(null, 17d, false)] // one point tells no growth
    public void Evaluate_DepthAlone_IsTroubleWhenItGrows(double? before, double? depth, bool trouble)
    {
        var evaluation = Evaluate(Growing with { DeadLettered = 0, DepthBefore = before, Depth = depth });

        (evaluation.IsTrouble, evaluation.IsCalm).ShouldBe((trouble, !trouble));
    }

    [Fact]
    public void Evaluate_Many_IsCriticalWithoutDepth() => Evaluate(Growing with { DeadLettered = 10, Depth = null }).Severity.ShouldBe(Severity.Critical);

    private static Evaluation Evaluate(DeadLetterSample sample) => DeadLetterDetector.Evaluate(sample, new DetectionOptions(), Now);
}
