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
    public void Extract_TwoLinesAboutOneKilledInvocation_AreOneInvocation()
    {
        var invocations = Log().In(0).Log($"REPORT RequestId: {RequestId}\tDuration: 1 ms\tStatus: timeout").Log("Task timed out after 3.00 seconds", ("faas.invocation_id", RequestId)).Facts().Invocations;

        invocations.Select(invocation => (invocation.TraceId, invocation.SpanId)).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 423.98 ms\t")]
    [InlineData($"REPORT RequestId: {RequestId} Duration: 3.4 ms Billed Duration: 4 ms Memory Size: 128 MB Max Memory Used: 66 MB Init Duration: 423.98 ms")]
    [InlineData($$$$"""{"type":"platform.report","record":{"requestId":"{{{{RequestId}}}}","status":"success","metrics":{"durationMs":3.4,"initDurationMs":423.98}}}""")]
    public void Extract_ReportWithAnInit_IsAnInitOfThatRequest(string body)
    {
        var init = Log().In(0).Log(body).Facts().Invocations.ShouldHaveSingleItem();

        init.Trigger.ShouldBe(Invocation.InitTrigger);
        init.InitNano.ShouldBe(423_980_000);
        Utf8(init.InvocationId).ShouldBe(RequestId);
        (init.EndNano - init.StartNano).ShouldBe(3_400_000);
    }

    [Theory]
    [InlineData($"START RequestId: {RequestId} Version: $LATEST")]
    [InlineData($"END RequestId: {RequestId}")]
    [InlineData($"REPORT RequestId: {RequestId}\tDuration: 3.4 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t")]
    [InlineData("""{"type":"platform.report","record":{"requestId":"r-1","status":"success","metrics":{"durationMs":3.4}}}""")]
    [InlineData("""{"type":"platform.report","record":{"requestId":""")]
    [InlineData("Task timed out after 3.00 seconds")] // of whom?
    public void Extract_OtherPlatformLine_IsNoInvocation(string body) => Log().In(0).Log(body).Facts().Invocations.ShouldBeEmpty();

    private static TelemetryBatchBuilder Log() => new TelemetryBatchBuilder(Signal.Logs).Resource(("faas.name", "ship"), ("cloud.platform", "aws_lambda"));

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
