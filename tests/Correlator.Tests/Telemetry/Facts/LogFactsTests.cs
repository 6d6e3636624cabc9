using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

public sealed class LogFactsTests
{
    private const string XRay = "1-5759e988-bd862e3fe1be46a994272793";
    private const string XRayTrace = "5759e988bd862e3fe1be46a994272793";
    private const string RequestId = "79104EXAMPLEB723";

    [Theory]
    [InlineData("""{"level":"INFO","message":"billed","correlation_id":"abc-1"}""", "correlation", "abc-1")]
    [InlineData("""{"message":"billed","context":{"correlationId":"abc-1"}}""", "correlation", "abc-1")]
    [InlineData("""{"message":"billed","orderId":4711}""", "order", "4711")]
    [InlineData("""{"X-Correlation-ID":"3F2504E0-4F89-11D3-9A0C-0305E82C3301"}""", "correlation", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    public void Extract_JsonBody_GivesItsKeys(string body, string name, string value)
    {
        var key = Log().In(9).Log(body).Facts().Keys.ShouldHaveSingleItem();

        (key.Name, Utf8(key.Value), key.TraceId.Low).ShouldBe((name, value, 9UL));
    }

    [Theory]
    [InlineData("""{"correlation_id":"null"}""")]
    [InlineData("""{"correlation_id":{"deep":{"correlation_id":"abc-1"}}}""")]
    [InlineData("""{"message":"correlation_id abc-1"}""")]
    [InlineData("""{"correlation_id":"abc""")]
    [InlineData("""[{"correlation_id":"abc-1"}]""")]
    [InlineData("plain text with correlation_id=abc-1")]
    [InlineData("{")]
    [InlineData("")]
    public void Extract_BodyWithoutAKey_GivesNone(string body) => Log().In(9).Log(body).Facts().Keys.ShouldBeEmpty();

    [Fact]
    public void Extract_Attribute_GivesItsKey() => Utf8(Log().In(9).Log("billed", ("CorrelationId", "abc-1")).Facts().Keys.ShouldHaveSingleItem().Value).ShouldBe("abc-1");

    [Fact]
    public void Extract_KeyWithoutATrace_IsLeftOut() => Log().In(0).Log("""{"correlation_id":"abc-1"}""").Facts().Keys.ShouldBeEmpty();

    [Theory]
    [InlineData($$"""{"correlation_id":"abc-1","xray_trace_id":"{{XRay}}","function_request_id":"r-1","cold_start":true}""")]
    [InlineData($$"""{"correlation_id":"abc-1","logging.googleapis.com/trace":"projects/shop/traces/{{XRayTrace}}"}""")]
    public void Extract_BodyThatNamesItsTrace_GivesKeysOfThatTrace(string body) => Log().In(0).Log(body).Facts().Keys.ShouldHaveSingleItem().TraceId.ToString().ShouldBe(XRayTrace);

    [Fact]
    public void Extract_AttributeThatNamesItsTrace_GivesKeysOfThatTrace() =>
        Log().In(0).Log("billed", ("correlation_id", "abc-1"), ("xray_trace_id", $"Root={XRay};Parent=53995c3f42cd8ad8;Sampled=1")).Facts().Keys.ShouldHaveSingleItem().TraceId.ToString().ShouldBe(XRayTrace);

    [Theory]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 3003.10 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tStatus: timeout", InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData($"REPORT RequestId: {RequestId} Duration: 3003.10 ms Billed Duration: 3000 ms Memory Size: 128 MB Max Memory Used: 66 MB Status: timeout", InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 10935.70 ms\tBilled Duration: 10936 ms\tMemory Size: 1024 MB\tMax Memory Used: 1024 MB\tStatus: error\tError Type: Runtime.OutOfMemory", InvocationOutcome.OutOfMemory, 10_935_700_000)]
    [InlineData($"RequestId: {RequestId} Error: Runtime exited with error: signal: killed", InvocationOutcome.OutOfMemory, 0)]
    [InlineData($$$$"""{"time":"2026-01-01T00:00:00Z","type":"platform.report","record":{"requestId":"{{{{RequestId}}}}","status":"timeout","metrics":{"durationMs":3003.1,"billedDurationMs":3000}}}""", InvocationOutcome.Timeout, 3_003_100_000)]
    [InlineData($$$$"""{"time":"2026-01-01T00:00:00Z","type":"platform.runtimeDone","record":{"requestId":"{{{{RequestId}}}}","status":"error","errorType":"Runtime.OutOfMemory","metrics":{"durationMs":50}}}""", InvocationOutcome.OutOfMemory, 50_000_000)]
    public void Extract_PlatformLineOfAKilledInvocation_IsAnInvocation(string body, object outcome, long durationNano)
    {
        var facts = Log().In(0).Log(body).Facts();

        var invocation = facts.Invocations.ShouldHaveSingleItem();
        invocation.Outcome.ShouldBe((InvocationOutcome)outcome);
        invocation.Function.Name.ShouldBe("ship");
        Utf8(invocation.InvocationId).ShouldBe(RequestId);
        (invocation.EndNano - invocation.StartNano).ShouldBe(durationNano);
        facts.Keys.ShouldHaveSingleItem().Scope.ShouldBe(KeyScope.Invocation);
    }

    [Fact]
    public void Extract_TimeoutLineWithItsIdInAnAttribute_IsAnInvocationOfThatRequest() =>
        Utf8(Log().Log("2024-01-29T16:41:15.998Z Task timed out after 45.05 seconds", ("faas.invocation_id", RequestId)).Facts().Invocations.ShouldHaveSingleItem().InvocationId).ShouldBe(RequestId);

    [Fact]
    public void Extract_TwoLinesAboutOneKilledInvocation_AreTwoWordsInOneTrace()
    {
        var words = Log().In(0).Log($"REPORT RequestId: {RequestId}\tDuration: 1 ms\tStatus: timeout").Log("Task timed out after 3.00 seconds", ("faas.invocation_id", RequestId)).Facts().Invocations;

        words.Select(word => (word.Trigger, word.IsReport)).ShouldBe([(Invocation.ReportTrigger, true), (Invocation.ReportTrigger, true)]);
        words.Select(word => word.TraceId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Extract_SameLineAgain_IsTheSameWord()
    {
        var line = $"REPORT RequestId: {RequestId}\tDuration: 1 ms\t";

        Log().In(0).Log(line).Log(line).Facts().Invocations.Distinct().Select(word => (word.TraceId, word.SpanId, word.StartNano)).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 423.98 ms\t")]
    [InlineData($"REPORT RequestId: {RequestId} Duration: 3.4 ms Billed Duration: 4 ms Memory Size: 128 MB Max Memory Used: 66 MB Init Duration: 423.98 ms")]
    [InlineData($$$$"""{"type":"platform.report","record":{"requestId":"{{{{RequestId}}}}","status":"success","metrics":{"durationMs":3.4,"billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":66,"initDurationMs":423.98},"spans":[{"name":"responseLatency","durationMs":77.5}]}}""")]
    public void Extract_Report_TellsWhatIsBilledMemoryAndInit(string body)
    {
        var report = Log().In(0).Log(body).Facts().Invocations.ShouldHaveSingleItem();

        (report.Trigger, report.Outcome, Utf8(report.InvocationId), report.EndNano - report.StartNano).ShouldBe((Invocation.ReportTrigger, InvocationOutcome.Ok, RequestId, 3_400_000));
        (report.BilledNano, report.MemoryBytes, report.MemoryUsedBytes, report.InitNano, report.ColdStart).ShouldBe((4_000_000, 128L << 20, 66L << 20, 423_980_000, ColdStart.InitEvent));
    }

    [Fact]
    public void Extract_ReportWithoutAnInit_SaysNothingOfAColdStart() =>
        Log().In(0).Log($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t").Facts().Invocations.ShouldHaveSingleItem().ColdStart.ShouldBe(ColdStart.Unsaid);

    [Theory]
    [InlineData("Status: error\tError Type: Runtime.ExitError", InvocationOutcome.Error, "Runtime.ExitError")]
    [InlineData("Status: error", InvocationOutcome.Error, "failed, as the platform tells")]
    [InlineData("Status: timeout", InvocationOutcome.Timeout, "timeout: killed by the platform")]
    [InlineData("Status: error\tError Type: Runtime.OutOfMemory", InvocationOutcome.OutOfMemory, "out of memory: killed by the platform")]
    [InlineData("Status: success", InvocationOutcome.Ok, "")]
    public void Extract_StatusOfAReport_IsTheOutcome(string status, object outcome, string signature)
    {
        var report = Log().In(0).Log($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t{status}").Facts().Invocations.ShouldHaveSingleItem();

        (report.Outcome, report.ErrorSignature).ShouldBe(((InvocationOutcome)outcome, signature));
    }

    [Fact]
    public void Extract_ErrorWithAllMemoryInUse_IsOutOfMemory() =>
        Log().In(0).Log($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError").Facts().Invocations.ShouldHaveSingleItem().Outcome.ShouldBe(InvocationOutcome.OutOfMemory);

    [Theory]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\t\nXRAY TraceId: {XRay}\tSegmentId: 854892f93105b5ae\tSampled: true\t")]
    [InlineData($$$$"""{"type":"platform.report","record":{"requestId":"{{{{RequestId}}}}","status":"success","metrics":{"durationMs":3.4},"tracing":{"spanId":"54565fb41ac79632","type":"X-Amzn-Trace-Id","value":"Root={{{{XRay}}}};Parent=53995c3f42cd8ad8;Sampled=1"}}}""")]
    public void Extract_ReportWithATrace_IsOfThatTrace(string body) => Log().In(0).Log(body).Facts().Invocations.ShouldHaveSingleItem().TraceId.ToString().ShouldBe(XRayTrace);

    [Theory]
    [InlineData("INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.UserCodeSyntaxError", 150_790_000)]
    [InlineData("INIT_REPORT Initialization Type: on-demand Phase: init Status: success Duration: 150.79 ms", 150_790_000)]
    [InlineData("""{"type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":150.79}}}""", 150_790_000)]
    public void Extract_InitReport_IsAnInitOfItsInstance(string body, long nano)
    {
        var init = Log().In(0).Log(body).Facts().Invocations.ShouldHaveSingleItem();

        (init.Trigger, init.InitNano, init.IsReport).ShouldBe((Invocation.InitTrigger, nano, false));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData($$$$""","tracing":{"spanId":"54565fb41ac79632","type":"X-Amzn-Trace-Id","value":"Root={{{{XRay}}}};Parent=53995c3f42cd8ad8;Sampled=1"}""", XRayTrace)]
    public void Extract_Start_IsAnInvocationWithoutAnEnd(string tracing, string trace)
    {
        var facts = Log().In(0).Log($$$"""{"time":"2026-03-01T12:00:00.000Z","type":"platform.start","record":{"requestId":"{{{RequestId}}}","version":"$LATEST"{{{tracing}}}}}""").Facts();

        var start = facts.Invocations.ShouldHaveSingleItem();
        (start.Trigger, start.IsReport, start.Outcome, Utf8(start.InvocationId), start.EndNano - start.StartNano, start.ErrorSignature).ShouldBe((Invocation.ReportTrigger, true, InvocationOutcome.Unknown, RequestId, 0, ""));
        start.TraceId.ToString().ShouldEndWith(trace);
        facts.Keys.ShouldHaveSingleItem().Scope.ShouldBe(KeyScope.Invocation);
    }

    [Fact]
    public void Extract_StartAndEndWithinOneMillisecond_AreTwoFacts() =>
        Log().In(0).Log($$$"""{"type":"platform.start","record":{"requestId":"{{{RequestId}}}"}}""").Log($$$"""{"type":"platform.runtimeDone","record":{"requestId":"{{{RequestId}}}","status":"success"}}""")
            .Facts().Invocations.Select(fact => fact.SpanId).Distinct().Count().ShouldBe(2);

    [Theory]
    [InlineData($"START RequestId: {RequestId} Version: $LATEST")]
    [InlineData($"END RequestId: {RequestId}")]
    [InlineData("""{"type":"platform.report","record":{"requestId":""")]
    [InlineData("""{"type":"platform.report","record":{"status":"success","metrics":{"durationMs":3.4}}}""")]
    [InlineData($$$$"""{"message":"copy of platform.report","record":{"type":"platform.report","requestId":"{{{{RequestId}}}}"}}""")]
    [InlineData("""{"type":"platform.initReport","record":{"initializationType":"provisioned-concurrency","phase":"init","status":"success","metrics":{"durationMs":150.79}}}""")]
    [InlineData("""{"type":"platform.initReport","record":{"initializationType":"on-demand","phase":"invoke","status":"success","metrics":{"durationMs":150.79}}}""")]
    [InlineData("Task timed out after 3.00 seconds")] // of whom?
    [InlineData($"the upstream of {RequestId} says: Task timed out after 3.00 seconds")]
    [InlineData($"2024-01-29T16:41:15.998Z {RequestId} Task timed out after 3 tries")]
    [InlineData($"child of {RequestId} ended by signal: killed")]
    public void Extract_OtherLine_IsNoInvocation(string body) => Log().In(0).Log(body).Facts().Invocations.ShouldBeEmpty();

    private static TelemetryBatchBuilder Log() => new TelemetryBatchBuilder(Signal.Logs).Resource(("faas.name", "ship"), ("cloud.platform", "aws_lambda"));

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
