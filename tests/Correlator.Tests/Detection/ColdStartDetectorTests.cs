using Correlator.Detection;

namespace Correlator.Tests.Detection;

public sealed class ColdStartDetectorTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly ColdStartSample Burst = new()
    {
        FunctionId = 7,
        Name = "bill-order",
        Invocations = 100,
        ColdStarts = 40,
        P99 = 2_000_000,
        WarmP99 = 500_000,
        InitMicros = 1_200_000,
        First = Now.AddMinutes(-2),
        Journeys = [Guid.NewGuid()],
    };

    [Fact]
    public void Evaluate_ManyColdStarts_IsTroubleWithNumbers()
    {
        var evaluation = Evaluate(Burst);

        evaluation.IsTrouble.ShouldBeTrue();
        evaluation.IsCalm.ShouldBeFalse();
        evaluation.Kind.ShouldBe("cold-start");
        evaluation.Subject.ShouldBe(new Subject("function", "7", "bill-order"));
        evaluation.Severity.ShouldBe(Severity.Warning);
        evaluation.Since.ShouldBe(Now.AddMinutes(-2));
        evaluation.Journeys.ShouldBe(Burst.Journeys);
        evaluation.Numbers.ShouldBe(
            new Dictionary<string, double>
            {
                ["invocations"] = 100,
                ["coldStarts"] = 40,
                ["share"] = 0.4,
                ["initMs"] = 1200,
                ["p99Ms"] = 2000,
                ["p99WarmMs"] = 500,
                ["p99Explained"] = 0.75,
            },
            ignoreOrder: true);
        evaluation.Summary.ShouldBe("bill-order: 40 of 100 invocations started cold (40 %); init takes 1200 ms and explains 75 % of the p99 of 2000 ms.");
    }

    [Theory]
    [InlineData(100, 20, true, false)] // at the opening share
    [InlineData(100, 19, false, false)] // between closing and opening share: nothing changes
    [InlineData(100, 10, false, false)]
    [InlineData(100, 9, false, true)]
    [InlineData(4, 4, false, true)] // all cold, but too few to speak of
    [InlineData(5, 5, true, false)]
    [InlineData(0, 0, false, true)]
    public void Evaluate_ByShareAndCount_OpensAndClosesAtTheirThresholds(long invocations, long cold, bool trouble, bool calm)
    {
        var evaluation = Evaluate(Burst with { Invocations = invocations, ColdStarts = cold });

        (evaluation.IsTrouble, evaluation.IsCalm).ShouldBe((trouble, calm));
    }

    [Theory]
    [InlineData(1_000_000, 1_000_000, 0, Severity.Info)]
    [InlineData(1_000_000, 2_000_000, 0, Severity.Info)] // warm slower than all, by the grain of the buckets
    [InlineData(1_000_000, 500_000, 0.5, Severity.Warning)]
    [InlineData(0, 0, 0, Severity.Info)]
    public void Evaluate_ShareOfTheP99_DecidesSeverity(double p99, double warm, double explained, object severity)
    {
        var evaluation = Evaluate(Burst with { P99 = p99, WarmP99 = warm });

        evaluation.Numbers["p99Explained"].ShouldBe(explained);
        evaluation.Severity.ShouldBe((Severity)severity);
    }

    [Fact]
    public void ToSample_InitTimeTold_IsItsMean() => Row(init: 900_000).ToSample().InitMicros.ShouldBe(300_000);

    [Fact]
    public void ToSample_InitTimeUnknown_IsWhatColdInvocationsTookLonger()
    {
        var sample = Row(init: 0).ToSample();

        sample.P99.ShouldBeGreaterThan(sample.WarmP99);
        sample.InitMicros.ShouldBeInRange(3_000_000, 8_400_000);
    }

    /// <summary>97 invocations of some 1 ms, 3 cold ones of some 6 s.</summary>
    private static ColdStartRow Row(long init)
    {
        var (all, cold) = (new long[40], new long[40]);
        (all[10], all[23], cold[23]) = (97, 3, 3);
        return new ColdStartRow { FunctionId = 1, Name = "f", Invocations = 100, ColdStarts = 3, InitUs = init, Buckets = all, ColdBuckets = cold };
    }

    private static Evaluation Evaluate(ColdStartSample sample) => ColdStartDetector.Evaluate(sample, new DetectionOptions(), Now);
}
