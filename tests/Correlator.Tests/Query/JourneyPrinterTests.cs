using Correlator.Correlation;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using static Correlator.Tests.Query.JourneyViewBuilder;

namespace Correlator.Tests.Query;

public sealed class JourneyPrinterTests
{
    private const string Header = "Journey 00000000000000000000000000000001  completed";

    [Fact]
    public void Print_HopWithARetry_TellsWaitsAttemptsErrorsLogsAndColdStarts()
    {
        var text = new JourneyViewBuilder()
            .Key(1, "correlation", "abc-1").Key(2, "correlation", "abc-1").Key(1, "order", "4711", joins: false)
            .Span(1, 1, 1, "POST /orders", 0, 20, kind: SpanKind.Server).Invocation(1, 1, 1, 0, 20)
            .Span(1, 2, 1, "orders send", 5, 2, parent: 1, kind: SpanKind.Producer).Log(1, 2, 6, "order taken")
            .Span(2, 1, 2, "orders process", 107, 30, kind: SpanKind.Consumer, error: "card declined", exception: "CardException")
            .Invocation(2, 1, 2, 107, 30, InvocationOutcome.Error, "CardException: card declined", cold: true, init: 423.98)
            .Log(2, 1, 110, "declined,\nwill be tried again", severity: 13)
            .Span(3, 1, 2, "orders process", 1137, 40, kind: SpanKind.Consumer).Invocation(3, 1, 2, 1137, 40)
            .Message("m1", 1, MessageState.Processed, 5, (1, 2), ended: 1177, attempts:
            [
                Attempt(1, 1, 2, trace: 2, span: 1, at: 107, dwell: 102, InvocationOutcome.Error, "CardException: card declined"),
                Attempt(2, 1, 2, trace: 3, span: 1, at: 1137, dwell: 1000),
            ])
            .Print();

        text.ShouldBe(
            """
            Journey 00000000000000000000000000000001  completed
              shop at 2026-03-01 12:00:00.000Z, 1.5 s long, 3 traces, 3 invocations, 1 message, 2 attempts, 1 error, 1 cold start
              correlation: abc-1
              order: 4711

            12:00:00.000  shop  POST /orders  20 ms
                  12:00:00.006 INFO  order taken
                  -> orders  message m1  processed at attempt 2 after 1.17 s
              ~ waited 102 ms in orders, attempt 1 of 2
            12:00:00.107  bill  orders process  30 ms  cold start (424 ms init)  FAILED
                  CardException: card declined
                  12:00:00.110 WARN  declined, will be tried again
              ~ waited 1 s in orders, attempt 2 of 2
            12:00:01.137  bill  orders process  40 ms

            """);
    }

    [Fact]
    public void Print_DeadLetter_TellsWhereItLiesAndWhy()
    {
        var text = new JourneyViewBuilder { Status = JourneyStatus.Failed }
            .Span(1, 1, 1, "POST /orders", 0, 20)
            .Message("m1", 1, MessageState.DeadLettered, 5, (1, 1), ended: 900, deadLetters: 2, attempts:
            [
                Attempt(1, 1, 2, trace: 2, span: 1, at: 100, dwell: 95, InvocationOutcome.Error, "FormatException: bad total"),
                Unseen(2, 1, at: 200),
            ])
            .Print();

        text.ShouldBe(
            """
            Journey 00000000000000000000000000000001  failed
              shop at 2026-03-01 12:00:00.000Z, 1.5 s long, 1 trace, 0 invocations, 1 message, 2 attempts, 0 errors, 0 cold starts
              Now: dead-lettered from orders to orders-dlq after 2 attempts: FormatException: bad total

            12:00:00.000  shop  POST /orders  20 ms
                  -> orders  message m1  dead-lettered from orders to orders-dlq after 2 attempts: FormatException: bad total
                       attempt 2 left no span: timed out, out of memory or lost

            """);
    }

    [Theory]
    [InlineData(MessageState.InFlight, "in flight: published to orders 20 min ago, not yet consumed")]
    [InlineData(MessageState.Lost, "lost: published to orders 20 min ago and never consumed")]
    public void Print_NotConsumed_TellsSinceWhen(object state, string where)
    {
        var lines = Lines(Order().Message("m1", 1, (MessageState)state, 5, (1, 1)));

        lines.ShouldContain($"  Now: {where}");
        lines.ShouldContain($"      -> orders  message m1  {where}");
    }

    [Fact]
    public void Print_Failing_TellsAttemptsAndError()
    {
        var failed = Attempt(1, 1, 2, trace: 2, span: 1, at: 100, dwell: 95, InvocationOutcome.Error, "boom");

        var lines = Lines(Order().Message("m1", 1, MessageState.Failing, 5, (1, 1), attempts: [failed]));

        lines.ShouldContain("  Now: failing: 1 attempt from orders, none succeeded: boom");
    }

    [Fact]
    public void Print_ContextLost_TellsTheKeyThatJoins()
    {
        var lines = Lines(new JourneyViewBuilder()
            .Key(1, "correlation", "abc-1").Key(2, "correlation", "abc-1").Key(2, "order", "4711", joins: false)
            .Span(1, 1, 1, "POST /orders", 0, 20)
            .Span(2, 1, 2, "bill", 50, 10));

        lines.ShouldBe(
        [
            Header,
            "  correlation: abc-1",
            "  order: 4711",
            "",
            "12:00:00.000  shop  POST /orders  20 ms",
            "  ~ joined by correlation abc-1: no trace context came with it",
            "12:00:00.050  bill  bill  10 ms",
            "",
        ]);
    }

    [Fact]
    public void Print_ContextLostBetweenQueueAndConsumer_TellsTheKeyThatJoins() =>
        Lines(new JourneyViewBuilder().Key(1, "correlation", "abc-1").Key(2, "correlation", "abc-1")
            .Span(1, 1, 1, "POST /orders", 0, 20).Span(2, 1, 2, "orders process", 50, 10, kind: SpanKind.Consumer)
            .Message("m1", 1, MessageState.Processed, 5, publisher: null, ended: 60, attempts: [Attempt(1, 1, 2, 2, 1, 50, dwell: 45)])).TakeLast(5).ShouldBe(
            [
                "12:00:00.000  shop  POST /orders  20 ms",
                "  ~ waited 45 ms in orders, attempt 1 of 1",
                "  ~ joined by correlation abc-1: no trace context came with it",
                "12:00:00.050  bill  orders process  10 ms",
                "",
            ]);

    [Fact]
    public void Print_LinkedTrace_IsToldAsLinked() =>
        Lines(Order().Span(2, 1, 2, "bill", 50, 10, linkTo: 1)).ShouldContain("  ~ linked to another trace, by no message");

    [Fact]
    public void Print_Orphan_IsToldPlainly() =>
        Lines(Order().Span(1, 9, 2, "resize", 30, 5, parent: 8)).ShouldBe(
        [
            Header,
            "",
            "12:00:00.000  shop  POST /orders  20 ms",
            "  ~ its parent span never arrived",
            "12:00:00.030  bill  resize  5 ms",
            "",
        ]);

    [Fact]
    public void Print_ClockSkew_IsToldAndNeverANegativeWait()
    {
        var lines = Lines(Order()
            .Span(2, 1, 2, "orders process", 3, 10, kind: SpanKind.Consumer)
            .Message("m1", 1, MessageState.Processed, 5, (1, 1), ended: 13, attempts: [Attempt(1, 1, 2, 2, 1, 3, dwell: 0, skew: 2)]));

        lines.ShouldContain("  ~ from orders, attempt 1 of 1, the consumer's clock is at least 2 ms behind");
    }

    [Fact]
    public void Print_KilledInvocation_IsToldByItsPlatformLines()
    {
        var lines = Lines(Order()
            .Invocation(2, 77, 3, 100, 3000, InvocationOutcome.Timeout, "timeout: killed by the platform")
            .Log(2, 0, 3100, "Task timed out after 3.00 seconds", severity: 17));

        lines.TakeLast(4).ShouldBe(
        [
            "12:00:00.100  ship  (no span)  3 s  TIMED OUT",
            "      timeout: killed by the platform",
            "      12:00:03.100 ERROR Task timed out after 3.00 seconds",
            "",
        ]);
    }

    [Fact]
    public void Print_WhatIsBilled_IsToldWithTheMemory() =>
        Lines(Order().Invocation(2, 77, 3, 100, 3000, billed: 3000)).TakeLast(3).ShouldBe(
        [
            "12:00:00.100  ship  (no span)  3 s",
            "      billed 3 s, used 66 of 128 MB",
            "",
        ]);

    [Fact]
    public void Print_LogsOfASpanThatNeverArrived_AreNotLost() =>
        Lines(Order().Log(1, 8, 10, "alone")).TakeLast(3).ShouldBe(
        [
            "Log records of spans that never arrived:",
            "      12:00:00.010 INFO  alone",
            "",
        ]);

    [Fact]
    public void Print_WrappersMessageSpan_IsToldWithItsInvocation()
    {
        var lines = Lines(Order()
            .Span(2, 1, 2, "bill", 100, 30, kind: SpanKind.Server).Invocation(2, 1, 2, 100, 30)
            .Span(2, 2, 2, "process orders", 101, 20, parent: 1, kind: SpanKind.Consumer)
            .Message("m1", 1, MessageState.Processed, 5, (1, 1), ended: 121, attempts: [Attempt(1, 1, 2, 2, 2, 101, 96)]));

        lines.TakeLast(3).ShouldBe(
        [
            "  ~ waited 96 ms in orders, attempt 1 of 1",
            "12:00:00.100  bill  bill  30 ms",
            "",
        ]);
    }

    [Fact]
    public void Print_SpansThatAreTheirOwnAncestors_AreToldOnce()
    {
        var lines = Lines(new JourneyViewBuilder().Span(1, 1, 1, "a", 0, 20, parent: 2).Span(1, 2, 1, "b", 5, 10, parent: 1));

        lines.Count(line => line.StartsWith("12:", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Print_ControlCharactersInLogs_DoNotReachTheTerminal() =>
        Lines(Order().Log(1, 1, 1, "red \e[31m and \a bell")).ShouldContain("      12:00:00.001 INFO  red  [31m and   bell");

    [Fact]
    public void Print_OtherJourneys_AreListed()
    {
        var other = new JourneySummary
        {
            JourneyId = Trace(9),
            StartedOn = default,
            Status = JourneyStatus.Stuck,
            StartedAt = Noon,
            EndedAt = Noon,
        };

        var lines = Lines(new JourneyViewBuilder { Others = [other] }.Span(1, 1, 1, "a", 0, 20));

        lines.TakeLast(3).ShouldBe(
        [
            "The same id belongs to 1 more journey:",
            "  00000000000000000000000000000009  2026-03-01 12:00:00.000Z  stuck",
            "",
        ]);
    }

    [Fact]
    public void Print_HugeJourney_IsBoundedAndSaysSo()
    {
        var builder = new JourneyViewBuilder { TracesLeftOut = 12 };
        for (var trace = 1; trace <= 20_000; trace++)
        {
            var at = trace / 100.0;
            builder
                .Span(trace, 1, 1, "work", at, 1)
                .Log(trace, 1, at, "hello")
                .Message($"m{trace}", 1, MessageState.InFlight, at, (trace, 1));
        }

        var lines = Lines(builder);

        lines.Length.ShouldBeLessThan(1000);
        lines.ShouldContain("  ... and 19990 more");
        lines.ShouldContain("... 19800 more turns of functions in between; --json has them all ...");
        lines.ShouldContain("  The spans of 12 more traces are left out.");
    }

    /// <summary>A journey that begins with an order.</summary>
    private static JourneyViewBuilder Order() => new JourneyViewBuilder().Span(1, 1, 1, "POST /orders", 0, 20);

    /// <summary>The lines, without the counts: those are in one test.</summary>
    private static string[] Lines(JourneyViewBuilder builder) => [.. builder.Print().Split('\n').Where((_, index) => index != 1)];
}
