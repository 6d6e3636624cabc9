using Correlator.Correlation;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation;

public sealed class InitMatcherTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Match_SameRequest_IsItsInvocationHoweverLateTheReport() =>
        Match([Init(at: 900, request: "r-2", micros: 7)], [Call(1, at: 0, request: "r-1"), Call(2, at: 3, request: "r-2")]).ShouldBe([(2, 7L)]);

    [Fact]
    public void Match_NoRequest_IsTheFirstInvocationRightAfterIt() =>
        Match([Init(at: 0, micros: 400_000)], [Call(1, at: -5), Call(2, at: 0.41), Call(3, at: 0.9)]).ShouldBe([(2, 400_000L)]);

    [Fact]
    public void Match_NothingRightAfterIt_IsNone() => Match([Init(at: 0, micros: 400_000)], [Call(1, at: 30)]).ShouldBeEmpty();

    [Fact]
    public void Match_AnotherInstance_IsNone() => Match([Init(at: 0, instance: "a")], [Call(1, at: 0.1, instance: "b")]).ShouldBeEmpty();

    [Fact]
    public void Match_AnotherFunction_IsNone() => Match([Init(at: 0) with { FunctionId = 2 }], [Call(1, at: 0.1)]).ShouldBeEmpty();

    [Fact]
    public void Match_SameTrace_IsItsInvocationEvenOfAnotherInstanceSpelling() =>
        Match([Init(at: 0, instance: "a") with { TraceId = Trace(1) }], [Call(1, at: 5, instance: "b")]).ShouldHaveSingleItem();

    [Fact]
    public void Match_TwoInitsAtOnce_AreTwoInvocations() =>
        Match([Init(at: 0, micros: 1), Init(at: 0.1, micros: 2)], [Call(1, at: 0.2), Call(2, at: 0.3)]).ShouldBe([(1, 1L), (2, 2L)]);

    [Fact]
    public void Match_ReportAndSpanOfOneStart_CountTheReport() =>
        Match([Init(at: 0, micros: 400_000), Init(at: 1, request: "r-1", micros: 423_980)], [Call(1, at: 0.41, request: "r-1")]).ShouldBe([(1, 423_980L)]);

    private static IEnumerable<(int, long)> Match(Invocation[] inits, Invocation[] calls) =>
        InitMatcher.Match(inits, calls).Select(pair => ((int)pair.Key.SpanId, pair.Value)).OrderBy(pair => pair.Item1);

    private static Invocation Init(double at, string request = "", string instance = "", long micros = 0) => new()
    {
        TraceId = Guid.NewGuid(),
        SpanId = 99,
        FunctionId = 1,
        StartedAt = Start.AddSeconds(at),
        DurationMicros = micros,
        InitMicros = micros,
        InvocationId = request,
        Instance = instance,
        Trigger = Invocation.InitTrigger,
        ColdStart = ColdStart.InitEvent,
    };

    private static Invocation Call(int number, double at, string request = "", string instance = "") => new()
    {
        TraceId = Trace(number),
        SpanId = number,
        FunctionId = 1,
        StartedAt = Start.AddSeconds(at),
        InvocationId = request,
        Instance = instance,
        Trigger = "http",
    };

    private static Guid Trace(int number) => new(number, 0, 0, new byte[8]);
}
