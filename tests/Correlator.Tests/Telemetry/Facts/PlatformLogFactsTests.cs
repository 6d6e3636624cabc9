using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>What the platform of AWS Lambda itself logs of an invocation: as text, with tabs or blanks, and as JSON.</summary>
public sealed class PlatformLogFactsTests
{
    private const string XRay = "1-5759e988-bd862e3fe1be46a994272793";
    private const string XRayTrace = "5759e988bd862e3fe1be46a994272793";
    private const string RequestId = "79104EXAMPLEB723";

    private const string Tracing =
        $$"""{"spanId":"54565fb41ac79632","type":"X-Amzn-Trace-Id","value":"Root={{XRay}};Parent=53995c3f42cd8ad8;Sampled=1"}""";

    private const string TimeoutReport =
        $"REPORT RequestId: {RequestId}\tDuration: 3003.10 ms\tBilled Duration: 3000 ms\t" +
        "Memory Size: 128 MB\tMax Memory Used: 66 MB\tStatus: timeout";

    private const string TimeoutReportWithBlanks =
        $"REPORT RequestId: {RequestId} Duration: 3003.10 ms Billed Duration: 3000 ms " +
        "Memory Size: 128 MB Max Memory Used: 66 MB Status: timeout";

    private const string OutOfMemoryReport =
        $"REPORT RequestId: {RequestId}\tDuration: 10935.70 ms\tBilled Duration: 10936 ms\t" +
        "Memory Size: 1024 MB\tMax Memory Used: 1024 MB\tStatus: error\tError Type: Runtime.OutOfMemory";

    private const string TimeoutReportAsJson =
        """{"time":"2026-01-01T00:00:00Z","type":"platform.report","record":""" +
        $$$$"""{"requestId":"{{{{RequestId}}}}","status":"timeout","metrics":{"durationMs":3003.1,"billedDurationMs":3000}}}""";

    private const string OutOfMemoryAsJson =
        """{"time":"2026-01-01T00:00:00Z","type":"platform.runtimeDone","record":""" +
        $$$$"""{"requestId":"{{{{RequestId}}}}","status":"error","errorType":"Runtime.OutOfMemory","metrics":{"durationMs":50}}}""";

    private const string ColdReport =
        $"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\t" +
        "Memory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 423.98 ms\t";

    private const string ColdReportWithBlanks =
        $"REPORT RequestId: {RequestId} Duration: 3.4 ms Billed Duration: 4 ms " +
        "Memory Size: 128 MB Max Memory Used: 66 MB Init Duration: 423.98 ms";

    private const string ColdReportAsJson =
        $$"""{"type":"platform.report","record":{"requestId":"{{RequestId}}","status":"success","metrics":""" +
        """{"durationMs":3.4,"billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":66,"initDurationMs":423.98},"spans":""" +
        """[{"name":"responseLatency","durationMs":77.5}]}}""";

    private const string TracedReport =
        $"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\t\n" +
        $"XRAY TraceId: {XRay}\tSegmentId: 854892f93105b5ae\tSampled: true\t";

    private const string TracedReportAsJson =
        $$"""{"type":"platform.report","record":{"requestId":"{{RequestId}}","status":"success","metrics":""" +
        $$$$"""{"durationMs":3.4},"tracing":{{{{Tracing}}}}}}""";

    [Theory]
    [InlineData(TimeoutReport, InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData(TimeoutReportWithBlanks, InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData(OutOfMemoryReport, InvocationOutcome.OutOfMemory, 10_935_700_000)]
    [InlineData($"RequestId: {RequestId} Error: Runtime exited with error: signal: killed", InvocationOutcome.OutOfMemory, 0)]
    [InlineData(TimeoutReportAsJson, InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData(OutOfMemoryAsJson, InvocationOutcome.OutOfMemory, 50_000_000)]
    public void Extract_PlatformLineOfAKilledInvocation_IsAnInvocation(string body, object outcome, long durationNano)
    {
        var facts = Log().Log(body).Facts();

        var invocation = facts.Invocations.ShouldHaveSingleItem();
        invocation.Outcome.ShouldBe((InvocationOutcome)outcome);
        invocation.Function.Name.ShouldBe("ship");
        Utf8(invocation.InvocationId).ShouldBe(RequestId);
        (invocation.EndNano - invocation.StartNano).ShouldBe(durationNano);
        facts.Keys.ShouldHaveSingleItem().Scope.ShouldBe(KeyScope.Invocation);
    }

    [Fact]
    public void Extract_TimeoutLineWithItsIdInAnAttribute_IsAnInvocationOfThatRequest()
    {
        var invocation = Log().In(1)
            .Log("2024-01-29T16:41:15.998Z Task timed out after 45.05 seconds", ("faas.invocation_id", RequestId))
            .SingleInvocation();

        Utf8(invocation.InvocationId).ShouldBe(RequestId);
    }

    [Fact]
    public void Extract_TwoLinesAboutOneKilledInvocation_AreTwoWordsInOneTrace()
    {
        var words = Log()
            .Log($"REPORT RequestId: {RequestId}\tDuration: 1 ms\tStatus: timeout")
            .Log("Task timed out after 3.00 seconds", ("faas.invocation_id", RequestId))
            .Facts().Invocations;

        words.Select(word => (word.Trigger, word.IsReport)).ShouldBe([(Invocation.ReportTrigger, true), (Invocation.ReportTrigger, true)]);
        words.Select(word => word.TraceId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Extract_SameLineAgain_IsTheSameWord()
    {
        var line = $"REPORT RequestId: {RequestId}\tDuration: 1 ms\t";

        var words = Log().Log(line).Log(line).Facts().Invocations;

        words.Distinct().Select(word => (word.TraceId, word.SpanId, word.StartNano)).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(ColdReport)]
    [InlineData(ColdReportWithBlanks)]
    [InlineData(ColdReportAsJson)]
    public void Extract_Report_TellsWhatIsBilledMemoryAndInit(string body)
    {
        var report = InvocationOf(body);

        report.Trigger.ShouldBe(Invocation.ReportTrigger);
        report.Outcome.ShouldBe(InvocationOutcome.Ok);
        Utf8(report.InvocationId).ShouldBe(RequestId);
        (report.EndNano - report.StartNano).ShouldBe(3_400_000);
        report.BilledNano.ShouldBe(4_000_000);
        (report.MemoryBytes, report.MemoryUsedBytes).ShouldBe((128L << 20, 66L << 20));
        report.InitNano.ShouldBe(423_980_000);
        report.ColdStart.ShouldBe(ColdStart.InitEvent);
    }

    [Fact]
    public void Extract_ReportWithoutAnInit_SaysNothingOfAColdStart()
    {
        var report = InvocationOf(
            $"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t");

        report.ColdStart.ShouldBe(ColdStart.Unsaid);
    }

    [Theory]
    [InlineData("Status: error\tError Type: Runtime.ExitError", InvocationOutcome.Error, "Runtime.ExitError")]
    [InlineData("Status: error", InvocationOutcome.Error, "failed, as the platform tells")]
    [InlineData("Status: timeout", InvocationOutcome.Timeout, "timeout: killed by the platform")]
    [InlineData("Status: error\tError Type: Runtime.OutOfMemory", InvocationOutcome.OutOfMemory, "out of memory: killed by the platform")]
    [InlineData("Status: success", InvocationOutcome.Ok, "")]
    public void Extract_StatusOfAReport_IsTheOutcome(string status, object outcome, string signature)
    {
        var report = InvocationOf($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t{status}");

        (report.Outcome, report.ErrorSignature).ShouldBe(((InvocationOutcome)outcome, signature));
    }

    [Fact]
    public void Extract_ErrorWithAllMemoryInUse_IsOutOfMemory()
    {
        var report = InvocationOf(
            $"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\t" +
            "Memory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError");

        report.Outcome.ShouldBe(InvocationOutcome.OutOfMemory);
    }

    [Theory]
    [InlineData(TracedReport)]
    [InlineData(TracedReportAsJson)]
    public void Extract_ReportWithATrace_IsOfThatTrace(string body) => InvocationOf(body).TraceId.ToString().ShouldBe(XRayTrace);

    [Theory]
    [InlineData("INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.UserCodeSyntaxError")]
    [InlineData("INIT_REPORT Initialization Type: on-demand Phase: init Status: success Duration: 150.79 ms")]
    [InlineData(
        """{"type":"platform.initReport","record":""" +
        """{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":150.79}}}""")]
    public void Extract_InitReport_IsAnInitOfItsInstance(string body)
    {
        var init = InvocationOf(body);

        (init.Trigger, init.InitNano, init.IsReport).ShouldBe((Invocation.InitTrigger, 150_790_000, false));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData($""","tracing":{Tracing}""", XRayTrace)]
    public void Extract_Start_IsAnInvocationWithoutAnEnd(string tracing, string trace)
    {
        var facts = Log()
            .Log(
                """{"time":"2026-03-01T12:00:00.000Z","type":"platform.start","record":""" +
                $$$$"""{"requestId":"{{{{RequestId}}}}","version":"$LATEST"{{{{tracing}}}}}}""")
            .Facts();

        var start = facts.Invocations.ShouldHaveSingleItem();
        (start.Trigger, start.IsReport).ShouldBe((Invocation.ReportTrigger, true));
        (start.Outcome, start.ErrorSignature).ShouldBe((InvocationOutcome.Unknown, ""));
        Utf8(start.InvocationId).ShouldBe(RequestId);
        (start.EndNano - start.StartNano).ShouldBe(0);
        start.TraceId.ToString().ShouldEndWith(trace);
        facts.Keys.ShouldHaveSingleItem().Scope.ShouldBe(KeyScope.Invocation);
    }

    [Fact]
    public void Extract_StartAndEndWithinOneMillisecond_AreTwoFacts()
    {
        var facts = Log()
            .Log($$$"""{"type":"platform.start","record":{"requestId":"{{{RequestId}}}"}}""")
            .Log($$$"""{"type":"platform.runtimeDone","record":{"requestId":"{{{RequestId}}}","status":"success"}}""")
            .Facts();

        facts.Invocations.Select(fact => fact.SpanId).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData($"START RequestId: {RequestId} Version: $LATEST")]
    [InlineData($"END RequestId: {RequestId}")]
    [InlineData("""{"type":"platform.report","record":{"requestId":""")]
    [InlineData("""{"type":"platform.report","record":{"status":"success","metrics":{"durationMs":3.4}}}""")]
    [InlineData($$$$"""{"message":"copy of platform.report","record":{"type":"platform.report","requestId":"{{{{RequestId}}}}"}}""")]
    [InlineData(
        """{"type":"platform.initReport","record":""" +
        """{"initializationType":"provisioned-concurrency","phase":"init","status":"success","metrics":{"durationMs":150.79}}}""")]
    [InlineData(
        """{"type":"platform.initReport","record":""" +
        """{"initializationType":"on-demand","phase":"invoke","status":"success","metrics":{"durationMs":150.79}}}""")]
    [InlineData("REPORT generated for March")]
    [InlineData("REPORT ")]
    [InlineData("REPORT RequestId:")]
    [InlineData("INIT_REPORT")]
    [InlineData("Task timed out after 3.00 seconds")] // of whom?
    [InlineData($"the upstream of {RequestId} says: Task timed out after 3.00 seconds")]
    [InlineData($"2024-01-29T16:41:15.998Z {RequestId} Task timed out after 3 tries")]
    [InlineData($"child of {RequestId} ended by signal: killed")]
    public void Extract_OtherLine_IsNoInvocation(string body) => Log().Log(body).Facts().Invocations.ShouldBeEmpty();

    private static InvocationFact InvocationOf(string body) => Log().Log(body).SingleInvocation();

    private static TelemetryBatchBuilder Log() =>
        new TelemetryBatchBuilder(Signal.Logs).Resource(("faas.name", "ship"), ("cloud.platform", "aws_lambda")).In(0);

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
