using Correlator.Detection;

namespace Correlator.Tests.Detection;

public sealed class HotKeyDetectorTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly HotKeySample Constant = new()
    {
        KeyHash = new Guid("00112233445566778899aabbccddeeff"),
        Name = "correlation",
        Value = "load-test",
        Traces = 1001,
        SetAsideAt = Now.AddHours(-1),
        LastSeenAt = Now.AddSeconds(-20),
    };

    [Fact]
    public void Evaluate_KeyStillSeen_IsTrouble()
    {
        var evaluation = HotKeyDetector.Evaluate(Constant, new DetectionOptions(), Now);

        (evaluation.IsTrouble, evaluation.IsCalm).ShouldBe((true, false));
        evaluation.Kind.ShouldBe("hot-key");
        evaluation.Subject.ShouldBe(new Subject("key", "00112233445566778899aabbccddeeff", "correlation=load-test"));
        evaluation.Since.ShouldBe(Now.AddHours(-1));
        evaluation.Summary.ShouldBe("The correlation id 'load-test' stands in 1001 traces or more: it is taken for a constant and joins them no longer.");
    }

    [Fact]
    public void Evaluate_KeyNotSeenForAWindow_IsCalm()
    {
        var evaluation = HotKeyDetector.Evaluate(Constant with { LastSeenAt = Now.AddMinutes(-5) }, new DetectionOptions(), Now);

        (evaluation.IsTrouble, evaluation.IsCalm).ShouldBe((false, true));
    }

    [Fact]
    public void Evaluate_LongValue_IsCut() =>
        HotKeyDetector.Evaluate(Constant with { Value = new string('x', 200) }, new DetectionOptions(), Now).Subject.Name.Length.ShouldBeLessThan(80);
}
