using Correlator.Correlation;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation;

public sealed class ReportMatcherTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Match_ReportAndSpan_AddsToTheSpanWhatItTells()
    {
        var after = Apply(Span(1, seconds: 3), Report(2, end: 3.1, seconds: 3.05) with { BilledMicros = 3_100_000, MemoryBytes = 128 << 20, MemoryUsedBytes = 66 << 20, InitMicros = 400_000 });

        var span = after.ShouldHaveSingleItem();
        (span.SpanId, span.BilledMicros, span.MemoryBytes, span.MemoryUsedBytes, span.InitMicros, span.ColdStart, span.DurationMicros).ShouldBe((1, 3_100_000, 128 << 20, 66 << 20, 400_000, ColdStart.InitEvent, 3_000_000));
    }

    [Fact]
    public void Match_ReportWithoutASpan_StandsForTheInvocation()
    {
        var stands = Apply(Report(2, end: 3, seconds: 3) with { BilledMicros = 3_000_000 }).ShouldHaveSingleItem();

        (stands.SpanId, stands.IsReport, stands.Trigger, stands.BilledMicros).ShouldBe((2, true, "", 3_000_000));
    }

    [Fact]
    public void Match_TwoLinesOfOneKill_AreOneInvocation()
    {
        var killed = Apply(
            Report(2, end: 3, seconds: 0) with { Outcome = InvocationOutcome.OutOfMemory, ErrorSignature = "out of memory" },
            Report(3, end: 3.2, seconds: 3.1) with { Outcome = InvocationOutcome.Error, BilledMicros = 7 }).ShouldHaveSingleItem();

        (killed.SpanId, killed.Outcome, killed.ErrorSignature, killed.DurationMicros, killed.BilledMicros).ShouldBe((3, InvocationOutcome.OutOfMemory, "out of memory", 3_100_000, 7));
    }

    [Fact]
    public void Match_SecondTryOfTheSameRequest_IsAnotherInvocation()
    {
        var tries = Apply(Report(2, end: 3, seconds: 3), Span(5, seconds: 3) with { StartedAt = Start.AddSeconds(70) }, Report(3, end: 73, seconds: 3), Report(4, end: 200, seconds: 3));

        tries.Select(found => found.SpanId).Order().ShouldBe([2, 4, 5]);
    }

    [Fact]
    public void Match_PlatformSaysThatASpanWasKilled_IsBelieved()
    {
        var span = Apply(Span(1, seconds: 3), Report(2, end: 3, seconds: 3) with { Outcome = InvocationOutcome.Timeout, ErrorSignature = "timeout" }).ShouldHaveSingleItem();

        (span.Outcome, span.ErrorSignature).ShouldBe((InvocationOutcome.Timeout, "timeout"));
    }

    [Fact]
    public void Match_ErrorThatBothTell_KeepsTheSpansWords() =>
        Apply(Span(1, seconds: 3) with { Outcome = InvocationOutcome.Error, ErrorSignature = "CardException" }, Report(2, end: 3, seconds: 3) with { Outcome = InvocationOutcome.Error, ErrorSignature = "Runtime.ExitError" })
            .ShouldHaveSingleItem().ErrorSignature.ShouldBe("CardException");

    [Fact]
    public void Match_ExplicitColdStart_StaysSo() =>
        Apply(Span(1, seconds: 3) with { ColdStart = ColdStart.Explicit }, Report(2, end: 3, seconds: 3) with { InitMicros = 5 }).ShouldHaveSingleItem().ColdStart.ShouldBe(ColdStart.Explicit);

    [Fact]
    public void Match_SpansAlone_ChangesNothing() => ReportMatcher.Match([Span(1, seconds: 3), Span(2, seconds: 3) with { InvocationId = "r-2" }, Span(3, seconds: 1) with { InvocationId = "" }]).ShouldBeEmpty();

    [Fact]
    public void Match_Again_ChangesNothing()
    {
        Invocation[] rows = [Report(2, end: 3, seconds: 0), Report(3, end: 3.2, seconds: 3.1) with { InitMicros = 5 }];
        var changed = Changed(rows);

        Changed(changed).ShouldBe(changed);
        Changed([Span(1, seconds: 3), .. changed]).Where(row => !row.IsWord).ShouldHaveSingleItem().InitMicros.ShouldBe(5);
    }

    /// <summary>In whatever order the rows come, one after the other, the same is left.</summary>
    [Fact]
    public void Match_EveryOrder_GivesTheSame()
    {
        Invocation[] rows = [Span(1, seconds: 3), Report(2, end: 3, seconds: 0) with { Outcome = InvocationOutcome.Timeout }, Report(3, end: 3.2, seconds: 3.1) with { BilledMicros = 9 }, Report(4, end: 3.1, seconds: 3) with { InitMicros = 4 }];

        Orders([.. rows[1..]]).Select(One).Distinct().ShouldHaveSingleItem();
        Orders([.. rows]).Select(One).Distinct().ShouldHaveSingleItem().SpanId.ShouldBe(1);

        static Invocation One(IReadOnlyList<Invocation> order) => order.Aggregate(Array.Empty<Invocation>(), (known, row) => Changed([.. known, row])).Where(row => !row.IsWord).ShouldHaveSingleItem();
    }

    private static Invocation[] Apply(params Invocation[] rows) => [.. Changed(rows).Where(row => !row.IsWord)];

    private static Invocation[] Changed(IReadOnlyList<Invocation> rows)
    {
        var changes = ReportMatcher.Match(rows).ToDictionary(change => change.Before, change => change.After);
        return [.. rows.Select(row => changes.GetValueOrDefault(row, row))];
    }

    private static IEnumerable<IReadOnlyList<Invocation>> Orders(IReadOnlyList<Invocation> rows) =>
        rows.Count == 0 ? [[]] : rows.SelectMany(first => Orders([.. rows.Where(row => row != first)]).Select(rest => (IReadOnlyList<Invocation>)[first, .. rest]));

    private static Invocation Span(long id, double seconds) => new() { TraceId = new Guid(1, 0, 0, new byte[8]), SpanId = id, FunctionId = 1, StartedAt = Start, DurationMicros = (long)(seconds * 1_000_000), InvocationId = "r-1", Trigger = "http" };

    private static Invocation Report(long id, double end, double seconds) => new()
    {
        TraceId = new Guid(2, 0, 0, new byte[8]),
        SpanId = id,
        FunctionId = 1,
        StartedAt = Start.AddSeconds(end - seconds),
        DurationMicros = (long)(seconds * 1_000_000),
        InvocationId = "r-1",
        IsReport = true,
        Trigger = Invocation.ReportTrigger,
    };
}
