using Correlator.Correlation;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Ingest.Wire.Oracle;

namespace Correlator.Tests.Correlation;

public sealed class ReportMatcherTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Match_ReportAndSpan_AddsToTheSpanWhatItTells()
    {
        var report = Report(2, end: 3.1, seconds: 3.05) with
        {
            BilledMicros = 3_100_000,
            MemoryBytes = 128 << 20,
            MemoryUsedBytes = 66 << 20,
            InitMicros = 400_000,
        };

        var span = Apply(Span(1, seconds: 3), report).ShouldHaveSingleItem();

        span.SpanId.ShouldBe(1);
        span.BilledMicros.ShouldBe(3_100_000);
        (span.MemoryBytes, span.MemoryUsedBytes).ShouldBe((128 << 20, 66 << 20));
        (span.InitMicros, span.ColdStart).ShouldBe((400_000, ColdStart.InitEvent));
        span.DurationMicros.ShouldBe(3_000_000);
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

        killed.SpanId.ShouldBe(3);
        (killed.Outcome, killed.ErrorSignature).ShouldBe((InvocationOutcome.OutOfMemory, "out of memory"));
        (killed.DurationMicros, killed.BilledMicros).ShouldBe((3_100_000, 7));
    }

    [Fact]
    public void Match_SecondTryOfTheSameRequest_IsAnotherInvocation()
    {
        var tries = Apply(
            Report(2, end: 3, seconds: 3),
            Span(5, seconds: 3) with { StartedAt = Start.AddSeconds(70) },
            Report(3, end: 73, seconds: 3),
            Report(4, end: 200, seconds: 3));

        tries.Select(found => found.SpanId).Order().ShouldBe([2, 4, 5]);
    }

    [Fact]
    public void Match_PlatformSaysThatASpanWasKilled_IsBelieved()
    {
        var report = Report(2, end: 3, seconds: 3) with { Outcome = InvocationOutcome.Timeout, ErrorSignature = "timeout" };

        var span = Apply(Span(1, seconds: 3), report).ShouldHaveSingleItem();

        (span.Outcome, span.ErrorSignature).ShouldBe((InvocationOutcome.Timeout, "timeout"));
    }

    [Fact]
    public void Match_ErrorThatBothTell_KeepsTheSpansWords() =>
        Apply(
            Span(1, seconds: 3) with { Outcome = InvocationOutcome.Error, ErrorSignature = "CardException" },
            Report(2, end: 3, seconds: 3) with { Outcome = InvocationOutcome.Error, ErrorSignature = "Runtime.ExitError" })
            .ShouldHaveSingleItem().ErrorSignature.ShouldBe("CardException");

    [Fact]
    public void Match_ExplicitColdStart_StaysSo() =>
        Apply(
            Span(1, seconds: 3) with { ColdStart = ColdStart.Explicit },
            Report(2, end: 3, seconds: 3) with { InitMicros = 5 })
            .ShouldHaveSingleItem().ColdStart.ShouldBe(ColdStart.Explicit);

    [Fact]
    public void Match_SpansAlone_ChangesNothing()
    {
        Invocation[] spans =
        [
            Span(1, seconds: 3),
            Span(2, seconds: 3) with { InvocationId = "r-2" },
            Span(3, seconds: 1) with { InvocationId = "" },
        ];

        ReportMatcher.Match(spans).ShouldBeEmpty();
    }

    /// <summary>Whoever writes one id into all lines has said nothing of what belongs together.</summary>
    [Fact]
    public void Match_IdThatIsAConstant_ChangesNothing()
    {
        Invocation[] rows = [.. Enumerable.Range(1, 20_000).Select(id => Report(id, end: id / 10d, seconds: 3))];

        ReportMatcher.Match(rows).ShouldBeEmpty();
        ReportMatcher.Match(rows.Take(1_000)).ShouldNotBeEmpty();
    }

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
        Invocation[] rows =
        [
            Span(1, seconds: 3),
            Report(2, end: 3, seconds: 0) with { Outcome = InvocationOutcome.Timeout },
            Report(3, end: 3.2, seconds: 3.1) with { BilledMicros = 9 },
            Report(4, end: 3.1, seconds: 3) with { InitMicros = 4 },
        ];

        Orders([.. rows[1..]]).Select(One).Distinct().ShouldHaveSingleItem();
        Orders([.. rows]).Select(One).Distinct().ShouldHaveSingleItem().SpanId.ShouldBe(1);

        static Invocation One(IReadOnlyList<Invocation> order) =>
            order.Aggregate(Array.Empty<Invocation>(), (known, row) => Changed([.. known, row]))
                .Where(row => !row.IsWord)
                .ShouldHaveSingleItem();
    }

    [Fact]
    public void Match_StartAlone_IsAnOpenInvocation()
    {
        var open = Apply(Begin(2)).ShouldHaveSingleItem();

        (open.SpanId, open.Outcome, open.Trigger, open.DurationMicros).ShouldBe((2, InvocationOutcome.Unknown, "", 0));
    }

    [Fact]
    public void Match_StartAndItsEnd_IsTheEnd()
    {
        var ended = Apply(Begin(2), Report(3, end: 3, seconds: 3) with { Outcome = InvocationOutcome.Timeout }).ShouldHaveSingleItem();

        (ended.SpanId, ended.Outcome).ShouldBe((3, InvocationOutcome.Timeout));
    }

    [Fact]
    public void Match_StartAndAnEndThatTellsNoDuration_AreOneInvocation() =>
        Apply(Begin(2), Report(3, end: 800, seconds: 0)).ShouldHaveSingleItem().SpanId.ShouldBe(3);

    [Fact]
    public void Match_StartAndItsSpan_IsTheSpanAsItWas()
    {
        var span = Span(1, seconds: 3) with { StartedAt = Start.AddSeconds(12) };

        Apply(Begin(2), span).ShouldHaveSingleItem().ShouldBe(span);
    }

    [Fact]
    public void Match_StartToldTwice_IsOneInvocation() => Apply(Begin(2), Begin(3, at: 0.2)).ShouldHaveSingleItem().SpanId.ShouldBe(2);

    [Fact]
    public void Match_StartWhoseEndWasLostAndASecondTry_AreTwoInvocations()
    {
        var tries = Apply(Begin(2), Begin(3, at: 63), Report(4, end: 66, seconds: 3));

        tries.Select(found => (found.SpanId, found.Outcome)).ShouldBe([(2, InvocationOutcome.Unknown), (4, InvocationOutcome.Ok)]);
        Apply(Begin(2), Report(4, end: 66, seconds: 3)).Length.ShouldBe(2, "the end began a minute after this start");
    }

    [Fact]
    public void Match_InitThatTheStartHad_IsTheEndsToo() =>
        Apply(
            Begin(2) with { InitMicros = 7, ColdStart = ColdStart.InitEvent, Trigger = "" },
            Report(3, end: 3, seconds: 3))
            .ShouldHaveSingleItem().InitMicros.ShouldBe(7);

    /// <summary>
    /// Words about some tries of a request and their spans, some lost, some told twice, arriving in any order and portions:
    /// the invocations of all at once, one for each try of which anything is known.
    /// </summary>
    [Fact]
    public void Match_AnyOrderAndPortions_GiveOneInvocationForEachTry() => Cases.Check((random, size) =>
    {
        var id = 0;
        var tries = Enumerable.Range(0, 1 + (size % 3))
            .Select(number => Try(random, TimeSpan.FromSeconds(70 * number), () => ++id).ToArray())
            .Where(words => words.Length > 0)
            .ToArray();
        Invocation[] rows = [.. tries.SelectMany(words => words)];
        var expected = Apply(rows).OrderBy(row => row.SpanId).ToArray();
        expected.Length.ShouldBe(tries.Length);
        expected.Count(row => row.Outcome == InvocationOutcome.Unknown).ShouldBe(tries.Count(words => words.All(word => word.IsStart)));

        random.Shuffle(rows);
        var known = Array.Empty<Invocation>();
        for (var taken = 0; taken < rows.Length;)
        {
            var portion = random.Next(1, rows.Length - taken + 1);
            known = Changed([.. known, .. rows[taken..(taken + portion)]]);
            taken += portion;
        }

        known.Where(row => !row.IsWord).OrderBy(row => row.SpanId).ShouldBe(expected);
    });

    /// <summary>A try takes three seconds; each of its words is lost as often as not. Where a try has nothing but a span there is nothing to match.</summary>
    private static IEnumerable<Invocation> Try(Random random, TimeSpan at, Func<int> id)
    {
        var outcome = random.Next(3) == 0 ? InvocationOutcome.Timeout : InvocationOutcome.Ok;
        Invocation[] words =
        [
            Begin(id()),
            Begin(id(), at: 0.001),
            Report(id(), end: 3, seconds: 2.9) with { Outcome = outcome },
            Report(id(), end: 3.2, seconds: 3.1) with { Outcome = outcome, BilledMicros = 4_000_000, InitMicros = random.Next(2) },
            Span(id(), seconds: 2.5) with { StartedAt = Start.AddSeconds(0.2) },
        ];
        return words.Where(_ => random.Next(2) == 0).Select(word => word with { StartedAt = word.StartedAt + at });
    }

    private static Invocation[] Apply(params Invocation[] rows) => [.. Changed(rows).Where(row => !row.IsWord)];

    private static Invocation[] Changed(IReadOnlyList<Invocation> rows)
    {
        var changes = ReportMatcher.Match(rows).ToDictionary(change => change.Before, change => change.After);
        return [.. rows.Select(row => changes.GetValueOrDefault(row, row))];
    }

    private static IEnumerable<IReadOnlyList<Invocation>> Orders(IReadOnlyList<Invocation> rows) =>
        rows.Count == 0
            ? [[]]
            : rows.SelectMany(first =>
                Orders([.. rows.Where(row => row != first)]).Select(rest => (IReadOnlyList<Invocation>)[first, .. rest]));

    private static Invocation Span(long id, double seconds) => new()
    {
        TraceId = new Guid(1, 0, 0, new byte[8]),
        SpanId = id,
        FunctionId = 1,
        StartedAt = Start,
        DurationMicros = (long)(seconds * 1_000_000),
        InvocationId = "r-1",
        Trigger = "http",
    };

    private static Invocation Begin(long id, double at = 0) => Report(id, end: at, seconds: 0) with { Outcome = InvocationOutcome.Unknown };

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
