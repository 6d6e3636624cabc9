using Correlator.Detection;

namespace Correlator.Tests.Detection;

public sealed class RetryStormDetectorTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly RetrySample Storm = new()
    {
        QueueId = 3,
        Name = "payments",
        Messages = 20,
        Attempts = 80,
        MostAttempts = 9,
        Baseline = 1.1,
        Error = "TimeoutException: bank",
        First = Now.AddMinutes(-4),
        Journeys = [Guid.NewGuid()],
    };

    [Fact]
    public void Evaluate_ManyAttemptsPerMessage_IsTroubleWithNumbers()
    {
        var evaluation = Evaluate(Storm);

        evaluation.IsTrouble.ShouldBeTrue();
        evaluation.IsCalm.ShouldBeFalse();
        evaluation.Kind.ShouldBe("retry-storm");
        evaluation.Subject.ShouldBe(new Subject("queue", "3", "payments"));
        evaluation.Severity.ShouldBe(Severity.Critical);
        evaluation.Since.ShouldBe(Now.AddMinutes(-4));
        evaluation.Journeys.ShouldBe(Storm.Journeys);
        evaluation.Numbers.ShouldBe(
            new Dictionary<string, double>
            {
                ["messages"] = 20,
                ["attempts"] = 80,
                ["retries"] = 60,
                ["amplification"] = 4,
                ["baseline"] = 1.1,
                ["mostAttempts"] = 9,
            },
            ignoreOrder: true);
        evaluation.Summary.ShouldBe("payments: 80 attempts for 20 messages (4.0 each, 1.1 before; at most 9), mostly: TimeoutException: bank.");
    }

    [Theory]
    [InlineData(20, 30, true, false)] // exactly 1.5 each, exactly 10 retries
    [InlineData(21, 30, false, true)] // 9 retries
    [InlineData(40, 52, false, false)] // 1.3 each: between 1.25 and 1.5 nothing changes
    [InlineData(40, 50, false, false)]
    [InlineData(100, 120, false, true)] // 1.2 each
    [InlineData(0, 0, false, true)]
    public void Evaluate_ByAmplificationAndCount_OpensAndClosesAtTheirThresholds(long messages, long attempts, bool trouble, bool calm)
    {
        var evaluation = Evaluate(Storm with { Messages = messages, Attempts = attempts });

        (evaluation.IsTrouble, evaluation.IsCalm).ShouldBe((trouble, calm));
    }

    [Theory]
    [InlineData(30, Severity.Warning)]
    [InlineData(59, Severity.Warning)]
    [InlineData(60, Severity.Critical)]
    public void Evaluate_TwiceTheThreshold_IsCritical(long attempts, object severity) =>
        Evaluate(Storm with { Attempts = attempts }).Severity.ShouldBe((Severity)severity);

    private static Evaluation Evaluate(RetrySample sample) => RetryStormDetector.Evaluate(sample, new DetectionOptions(), Now);
}
